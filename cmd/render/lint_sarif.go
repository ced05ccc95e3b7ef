package render

import (
	"io"
	"iter"
	"net/url"
	"path/filepath"
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
		Tool       sarifTool            `json:"tool"`
		Bases      map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind string               `json:"columnKind"`
		Results    sequence             `json:"results"`
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
		URI    string `json:"uri"`
		BaseID string `json:"uriBaseId,omitempty"`
	}
	sarifBase struct {
		URI         string    `json:"uri"`
		Description sarifText `json:"description"`
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

// sarifRoot is what relative names in a log are relative to.
const sarifRoot = "%SRCROOT%"

// SARIFOrigin tells where a SARIF log comes from.
type SARIFOrigin struct {
	Version string // of the program, as it calls itself: "v1.2.3"
	Root    string // the absolute path of the folder to which the names of files are relative
}

// LintSARIF prints findings as a SARIF 2.1.0 log with one run. It includes suppressed findings, marked as such.
// Columns count code points. The error is the writer's.
func LintSARIF(w io.Writer, r *lint.Result, from SARIFOrigin) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "velo-plan", Version: from.Version, InformationURI: "https://github.com/velo-plan/velo-plan"}},
		Bases: map[string]sarifBase{sarifRoot: {URI: fileURI(strings.TrimSuffix(from.Root, "/") + "/"),
			Description: sarifText{Text: "The root of the repository; without one, the working directory."}}},
		ColumnKind: "unicodeCodePoints",
	}
	if number, ok := strings.CutPrefix(from.Version, "v"); ok {
		run.Tool.Driver.SemanticVersion = number
	}
	index := map[string]int{}
	for i, rule := range lint.All {
		index[rule.Code()] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: rule.Code(), Name: rule.Name, HelpURI: rule.HelpURI(),
			ShortDescription:     sarifText{Text: sentence(rule.Doc.Finds)},
			FullDescription:      sarifText{Text: rule.Doc.Why},
			Help:                 sarifText{Text: rule.Doc.Why, Markdown: ruleMarkdown(rule, nil)},
			DefaultConfiguration: sarifConfig{sarifLevel(rule.Severity)},
		})
	}
	run.Results = func(yield func(any) bool) {
		var hashes map[int]string
		var of *diag.Source
		for f, lines := range withLines(r) {
			if f.Source != of {
				hashes, of = nil, f.Source
				if of != nil {
					hashes = lineHashes(of.Text, lines)
				}
			}
			if !yield(sarifResultOf(f, index[f.Code()], hashes)) {
				return
			}
		}
	}
	return WriteJSON(w, sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifResultOf is a finding with the hash of its line. One without a text has none.
func sarifResultOf(f *lint.Finding, rule int, hashes map[int]string) sarifResult {
	fingerprints := map[string]string{"veloPlan/v1": f.Fingerprint}
	if hash, ok := hashes[f.Present().Line]; ok {
		fingerprints["primaryLocationLineHash"] = hash
	}
	return sarifResult{
		RuleID: f.Code(), RuleIndex: rule, Level: sarifLevel(f.Severity), Message: sarifText{Text: wholeMessage(f)},
		Locations:           []sarifLocation{{sarifPlace{sarifFile(f.Name()), sarifRegionOf(f.Source, f.Span)}}},
		PartialFingerprints: fingerprints,
		Suppressions:        sarifSuppressions(f), Fixes: sarifFixes(f),
	}
}

// withLines goes through the findings, each with the lines where findings of its text begin.
func withLines(r *lint.Result) iter.Seq2[*lint.Finding, map[int]bool] {
	return func(yield func(*lint.Finding, map[int]bool) bool) {
		var list []*lint.Finding // of one text
		lines := map[int]bool{}
		flush := func() bool {
			for _, f := range list {
				if !yield(f, lines) {
					return false
				}
			}
			list, lines = nil, map[int]bool{}
			return true
		}
		for _, f := range r.Findings() {
			if len(list) > 0 && list[0].Source != f.Source && !flush() {
				return
			}
			list = append(list, f)
			lines[f.Present().Line] = true
		}
		flush()
	}
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
	change := sarifChange{ArtifactLocation: sarifFile(f.Name())}
	for _, e := range f.Fix {
		change.Replacements = append(change.Replacements, sarifReplacement{*sarifRegionOf(f.Source, e.Span), sarifText{Text: e.Text}})
	}
	return []sarifFix{{Description: sarifText{Text: f.Help}, ArtifactChanges: []sarifChange{change}}}
}

// sarifFile is where a file is. An absolute name has no base.
func sarifFile(name string) sarifArtifact {
	if uri := fileURI(name); strings.HasPrefix(uri, "file:") {
		return sarifArtifact{URI: uri}
	}
	return sarifArtifact{URI: fileURI(name), BaseID: sarifRoot}
}

// fileURI is the name of a file as a URI reference: relative names stay relative.
func fileURI(name string) string {
	switch {
	case filepath.VolumeName(name) != "": // on Windows
		return (&url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(name)}).String()
	case strings.HasPrefix(name, "/"):
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: name}).String()
}

// wholeMessage is everything that a finding says, on several lines, for formats that have no place for help. No full
// stop follows the help: it often ends with what is to be copied.
func wholeMessage(f *lint.Finding) string {
	message := sentence(f.Message)
	if f.Help != "" {
		message += "\nHelp: " + f.Help
	}
	if len(f.Instead) > 0 {
		message += "\nInstead:\n" + strings.Join(f.Instead, "\n\n")
	}
	return message
}
