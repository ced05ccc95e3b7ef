package render

import (
	"net/url"
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// The parts of a SARIF 2.1.0 log that are written, named as in the standard
// (OASIS Static Analysis Results Interchange Format 2.1.0, section 3).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version,omitempty"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string      `json:"id"`
		Name                 string      `json:"name"`
		ShortDescription     sarifText   `json:"shortDescription"`
		FullDescription      sarifText   `json:"fullDescription"`
		Help                 sarifText   `json:"help"`
		HelpURI              string      `json:"helpUri"`
		DefaultConfiguration sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions        []sarifSuppression `json:"suppressions"`
		Fixes               []sarifFix         `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifFix struct {
		Description     sarifText     `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion `json:"deletedRegion"`
		InsertedContent sarifText   `json:"insertedContent"`
	}
)

// LintSARIF prints findings as a SARIF 2.1.0 log with one run. It includes suppressed findings, marked as such.
// Columns count code points. version is that of the program, or "" if it is unknown.
func LintSARIF(r *lint.Result, version string) (string, error) {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}, Tool: sarifTool{sarifDriver{
		Name: "velo-plan", Version: version, InformationURI: "https://github.com/velo-plan/velo-plan"}}}
	index := map[string]int{}
	for i, rule := range lint.All {
		index[rule.Code()] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: rule.Code(), Name: rule.Name, HelpURI: rule.HelpURI(),
			ShortDescription:     sarifText{Text: sentence(rule.Doc.Finds)},
			FullDescription:      sarifText{Text: rule.Doc.Why},
			Help:                 sarifText{Text: rule.Doc.Why, Markdown: RuleMarkdown(rule)},
			DefaultConfiguration: sarifConfig{sarifLevel(rule.Severity)},
		})
	}
	for _, f := range r.Findings {
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Code(), RuleIndex: index[f.Code()], Level: sarifLevel(f.Severity), Message: sarifText{Text: wholeMessage(f)},
			Locations:           []sarifLocation{{sarifPlace{sarifArtifact{fileURI(f.Name())}, sarifRegionOf(f.Source, f.Span)}}},
			PartialFingerprints: map[string]string{"veloPlan/v1": f.Fingerprint},
			Suppressions:        sarifSuppressions(f), Fixes: sarifFixes(f),
		})
	}
	return JSON(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifLevel is what SARIF calls a severity.
func sarifLevel(s diag.Severity) string { return s.String() }

// sarifRegionOf converts a span to lines and columns; nil if there is no text.
func sarifRegionOf(src *diag.Source, at diag.Span) *sarifRegion {
	if src == nil {
		return nil
	}
	from, to := src.Position(at.Start), src.Position(at.End)
	return &sarifRegion{StartLine: from.Line, StartColumn: from.Column, EndLine: to.Line, EndColumn: to.Column}
}

// sarifSuppressions tells who suppressed a finding; an empty list means that nobody did.
func sarifSuppressions(f *lint.Finding) []sarifSuppression {
	if f.Suppressed == nil {
		return []sarifSuppression{}
	}
	kind := "external"
	if f.Suppressed.Kind == lint.SuppressedInline {
		kind = "inSource"
	}
	return []sarifSuppression{{Kind: kind, Status: "accepted", Justification: f.Suppressed.Reason}}
}

// sarifFixes returns what --fix would do.
func sarifFixes(f *lint.Finding) []sarifFix {
	if len(f.Fix) == 0 || f.Source == nil {
		return nil
	}
	change := sarifChange{ArtifactLocation: sarifArtifact{fileURI(f.Name())}}
	for _, e := range f.Fix {
		change.Replacements = append(change.Replacements, sarifReplacement{*sarifRegionOf(f.Source, e.Span), sarifText{Text: e.Text}})
	}
	return []sarifFix{{Description: sarifText{Text: f.Help}, ArtifactChanges: []sarifChange{change}}}
}

// fileURI is the name of a file as a URI reference: relative names stay relative.
func fileURI(name string) string {
	if strings.HasPrefix(name, "/") {
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: name}).String()
}

// wholeMessage is everything that a finding says, on several lines, for formats that have no place for help.
func wholeMessage(f *lint.Finding) string {
	message := sentence(f.Message)
	if f.Help != "" {
		message += "\nHelp: " + sentence(f.Help)
	}
	if len(f.Instead) > 0 {
		message += "\nInstead:\n" + strings.Join(f.Instead, "\n\n")
	}
	return message
}
