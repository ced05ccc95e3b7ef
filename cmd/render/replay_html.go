package render

import (
	"embed"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/velo-plan/velo-plan/replay/report"
)

// The page's frame and its look. The page holds both, so it needs nothing but itself.
//
//go:embed assets
var assets embed.FS

// replayPage is the frame of the page. Only who prints one waits for it to be parsed.
var replayPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(assets, "assets/replay.html", "assets/plan.html", "assets/witness.html"))
})

// replayCSS is the look of the page.
var replayCSS = template.CSS(strings.TrimSpace(mustRead("assets/replay.css")))

// mustRead returns an embedded file.
func mustRead(name string) string {
	text, err := assets.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// ReplayHTML prints a report as one page for a browser, without scripts and with nothing to load.
// What comes from the records is cleaned here and escaped by the template.
func ReplayHTML(r *report.Report, notes []Note) string {
	return newHTMLReport(r, notes).page()
}

// page writes the page.
func (h *htmlReport) page() string {
	var b strings.Builder
	if err := replayPage().Execute(&b, h); err != nil {
		panic(err) // strings.Builder has no errors, and the template fits the report
	}
	return b.String()
}

// htmlReport is a report as the page shows it: clean texts, in the order of the page. A section
// that is nil is left out.
type htmlReport struct {
	CSS        template.CSS
	Command    string // that printed it
	Verdict    htmlVerdictLine
	Estimates  []htmlEstimate
	Plan       *htmlPlan
	Route      string // the strategy and its keys
	Strategy   string
	Keys       []string
	Facts      []string // about the route
	Partial    bool
	Notes      []Note
	Glance     []htmlFact
	Claims     []htmlClaim
	Limits     []htmlLimit
	Skew       htmlSkew
	OverTime   *htmlOverTime
	Partitions htmlPartitions
	HotKeys    *htmlHotKeys
	Remedies   *htmlRemedies
	WhatIf     *htmlWhatIf
	Compare    []htmlStrategy
	Time       *htmlTime
	Input      htmlInput
	Version    string
}

// htmlVerdictLine is what a replay comes to.
type htmlVerdictLine struct{ Mark, Word, Because string }

func newHTMLVerdictLine(v verdict) htmlVerdictLine {
	return htmlVerdictLine{v.mark(), v.word, Clean(v.because)}
}

// htmlFact is a value with its name and what it means. Mark is one of the marks.
type htmlFact struct{ Name, Value, Means, Mark string }

// The marks of what is good or bad: classes of the style sheet, which adds a sign to each, so that
// no meaning depends on a colour alone.
const (
	markGood = "good"
	markBad  = "bad"
	markSome = "some" // not quite good
	markNone = "none" // nothing is known
)

// newHTMLReport puts the page of a report together.
func newHTMLReport(r *report.Report, notes []Note) *htmlReport {
	h := &htmlReport{
		CSS:      replayCSS,
		Command:  "velo-plan replay",
		Verdict:  newHTMLVerdictLine(verdictOf(r, notes)),
		Route:    Clean(on(r.Plan.Strategy, r.Plan.Keys)),
		Strategy: Clean(r.Plan.Strategy),
		Keys:     cleanAll(r.Plan.Keys),
		Facts: cleanAll([]string{Plural(r.Plan.Partitions, "partition"), r.Plan.Hash, "from " + r.Plan.From,
			counted(r.Input.Records, "record") + ofTopic(r)}),
		Partial:    !r.Complete,
		Claims:     htmlClaims(r),
		Limits:     htmlLimits(r),
		Skew:       newHTMLSkew(r),
		OverTime:   newHTMLOverTime(r),
		Partitions: newHTMLPartitions(r),
		HotKeys:    newHTMLHotKeys(r),
		Remedies:   newHTMLRemedies(r),
		WhatIf:     newHTMLWhatIf(r),
		Compare:    htmlStrategies(r),
		Time:       newHTMLTime(r),
		Input:      newHTMLInput(r),
		Version:    Clean(r.FormatVersion),
	}
	if by := hotBy(r); by != "" {
		h.Facts = append(h.Facts, Clean("grouped "+by))
	}
	for _, n := range remarks(r, notes) {
		h.Notes = append(h.Notes, Note{Kind: Clean(n.Kind), Text: Clean(n.Text)})
	}
	h.Glance = htmlGlance(r, h)
	return h
}

// htmlGlance answers the questions of the page in a few words each.
func htmlGlance(r *report.Report, h *htmlReport) []htmlFact {
	fullest := htmlFact{Name: "Fullest partition", Value: "no records"}
	if r.Skew.MaxOverMean > 0 {
		fullest.Value, fullest.Means = fmt.Sprintf("%.2f × the mean", r.Skew.MaxOverMean), Clean(strings.ReplaceAll(r.Skew.Cause, "_", " "))
	}
	facts := []htmlFact{claimsAtAGlance(r), fullest, {Name: "At work", Value: fmt.Sprintf("%.1f of %d", r.Skew.EffectiveParallelism, r.Plan.Partitions),
		Means: "partitions on average, while the fullest one works"}}
	if h.HotKeys != nil {
		top := h.HotKeys.Rows[0]
		facts = append(facts, htmlFact{Name: "Hottest key", Value: top.Share, Means: top.Key})
	}
	if h.Time != nil {
		fact := htmlFact{Name: "Speed", Value: h.Time.Rate}
		if h.Time.Slowest != "" {
			fact.Means = "slowest stage: " + h.Time.Slowest
		}
		facts = append(facts, fact)
	}
	return append(facts, htmlKeeps(r)...)
}

// cleanAll cleans texts.
func cleanAll(list []string) []string {
	clean := make([]string, len(list))
	for i, text := range list {
		clean[i] = Clean(text)
	}
	return clean
}
