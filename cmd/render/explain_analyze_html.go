package render

// AnalysisHTML prints an analysis as one page for a browser: the page of the report, with the plan before what was
// measured.
func AnalysisHTML(a Analysis) string {
	h := newHTMLReport(a.Report, a.Notes)
	h.Verdict = newHTMLVerdictLine(a.verdict())
	for _, e := range a.estimates() {
		h.Estimates = append(h.Estimates, htmlEstimate{Clean(e.what), Clean(e.plan), Clean(e.measured), markOf(e.ink)})
	}
	h.CSS = planCSS
	h.Command, h.Plan = "velo-plan explain --analyze", newHTMLPlan(a.Plans[0], "plan")
	return h.page()
}

// htmlEstimate is one thing that a plan says, with what the records say.
type htmlEstimate struct{ What, Plan, Measured, Mark string }

// markOf is the mark for what stands in an ink elsewhere.
func markOf(i ink) string {
	return map[ink]string{green: markGood, red: markBad, yellow: markSome, dim: markNone}[i]
}
