package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/replay/checks"
	"github.com/velo-plan/velo-plan/replay/report"
)

// htmlClaim is a check on the page.
type htmlClaim struct {
	Name, Claim, Result, Found, Mark string
	Examples                         []string
}

// htmlClaims returns the checks.
func htmlClaims(r *report.Report) []htmlClaim {
	var list []htmlClaim
	for _, c := range r.Checks {
		claim := htmlClaim{Name: Clean(c.Check), Claim: claimOf(c.Check), Result: Clean(resultText(c.Result)),
			Found: Clean(checkText(c)), Mark: resultMark(c.Result)}
		if c.Result == checks.Sampled {
			claim.Result = "holds for a sample"
		}
		for _, e := range c.Examples {
			claim.Examples = append(claim.Examples, Clean(exampleText(e)))
		}
		list = append(list, claim)
	}
	return list
}

// resultMark is the mark of a check's result.
func resultMark(result string) string {
	switch result {
	case checks.Holds:
		return markGood
	case checks.Fails:
		return markBad
	case checks.Sampled:
		return markSome
	}
	return markNone
}

// htmlLimit is a threshold on the page.
type htmlLimit struct{ Name, Measure, Value, Limit, Result, Mark string }

// htmlLimits returns the thresholds.
func htmlLimits(r *report.Report) []htmlLimit {
	var list []htmlLimit
	for _, t := range r.Thresholds {
		value, limit := limitText(t)
		if t.Because != "" {
			value = Clean(t.Because)
		}
		result, _ := limitResult(t)
		mark := markGood
		if !t.OK {
			mark = markBad
		}
		list = append(list, htmlLimit{Clean(t.Name), measureOf(t.Name), value, limit, result, mark})
	}
	return list
}

// measureOf says what a threshold bounds.
func measureOf(name string) string {
	switch name {
	case "max_skew":
		return "the fullest partition over the mean"
	case "max_skew_in_time":
		return "the same in the worst bucket of event time"
	case "max_cv":
		return "coefficient of variation"
	case "max_gini":
		return "Gini coefficient"
	case "max_empty":
		return "partitions without records"
	case "max_hot_key":
		return "records with the most frequent key"
	case "max_moved":
		return "records that leave their source partition"
	case "max_rejected":
		return "lines that are not records"
	case "max_null_keys":
		return "records with a null in the key"
	}
	return ""
}

// claimsAtAGlance reports whether the claims hold and the thresholds are kept.
func claimsAtAGlance(r *report.Report) htmlFact {
	var found [4]uint64 // by place in results
	results := []string{checks.Fails, checks.Holds, checks.Sampled, checks.NotChecked}
	for _, c := range r.Checks {
		for i, result := range results {
			if c.Result == result {
				found[i]++
			}
		}
	}
	var exceeded uint64
	for _, t := range r.Thresholds {
		if !t.OK {
			exceeded++
		}
	}
	fact := htmlFact{Name: "The plan’s claims", Value: "nothing checked", Mark: markNone}
	switch fails, holds, sampled := found[0], found[1], found[2]; {
	case fails > 0:
		fact.Value, fact.Mark = fmt.Sprintf("%d of %d fails", fails, len(r.Checks)), markBad
		if fails > 1 {
			fact.Value = fmt.Sprintf("%d of %d fail", fails, len(r.Checks))
		}
	case sampled > 0:
		fact.Value, fact.Mark = "hold for a sample", markSome
	case holds > 0:
		fact.Value, fact.Mark = "hold", markGood
	}
	var also []string
	if n := found[3]; n > 0 && int(n) < len(r.Checks) {
		also = append(also, fmt.Sprintf("%d not checked", n))
	}
	switch {
	case exceeded > 0:
		also = append(also, counted(exceeded, "threshold")+" exceeded")
		fact.Mark = markBad
	case len(r.Thresholds) > 0:
		also = append(also, "thresholds kept")
	}
	fact.Means = strings.Join(also, ", ")
	return fact
}
