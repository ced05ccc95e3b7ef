package strategies

import (
	"slices"

	"github.com/velo-plan/velo-plan/strategies/dist"
)

// VerdictKind is the outcome of Validate, by its name in a plan.
type VerdictKind string

// The four outcomes.
const (
	Proven      VerdictKind = "proven"      // every requirement holds
	Unproven    VerdictKind = "unproven"    // it depends on the source's key, of which nothing is known
	Refuted     VerdictKind = "refuted"     // groups can split
	Unavailable VerdictKind = "unavailable" // the strategy cannot run at all; Err says why
)

// Verdict says whether a strategy serves a query, and why.
type Verdict struct {
	Kind      VerdictKind
	Delivered dist.Dist   // what the strategy delivers, unless unavailable
	Required  dist.Dist   // unproven, refuted: the requirement that decides
	Missing   dist.Column // unproven, refuted: the column by which a group of Required can be split
	Proof     []dist.Fact // proven: the facts it rests on, for one requirement after the other
	Err       error       // unavailable: what the strategy lacks
}

// Validate is the check of a strategy against a query: what it delivers must satisfy every
// requirement. With one partition all records meet, so every strategy that can run is proven.
//
// A strategy that delivers the source's partitions is unproven, not refuted, where nothing is
// known of what decides them and some key of the source would do. Of all requirements that do not
// hold, the first refuted one decides, else the first unproven one.
func Validate(s Strategy, ctx RoutingContext) Verdict {
	delivered, err := s.Deliver(ctx)
	if err != nil {
		return Verdict{Kind: Unavailable, Err: err}
	}
	v := Verdict{Kind: Proven, Delivered: delivered}
	if ctx.Partitions == 1 {
		return v
	}
	for _, required := range ctx.Required {
		ok, proof, missing := dist.Satisfies(delivered, required.Dist, required.Facts)
		if ok {
			v.Proof = appendNew(v.Proof, proof)
			continue
		}
		kind := Refuted
		if delivered.Kind() == dist.KindSource && keyWouldDo(required) {
			kind = Unproven
		}
		if v.Kind == Proven || kind == Refuted {
			v.Kind, v.Required, v.Missing = kind, required.Dist, missing
		}
		if kind == Refuted {
			break
		}
	}
	if v.Kind != Proven {
		v.Proof = nil
	}
	return v
}

// keyWouldDo says whether nothing is known of what decides the source partition, and declaring
// the source's key could still prove required: for that, records that must meet have to agree on
// some column to key by. Where all records must meet they do so on constants only.
func keyWouldDo(required Requirement) bool {
	for _, f := range required.Facts {
		if f.To == dist.Partition || f.To == dist.Row {
			return false
		}
	}
	if required.Dist.Kind() != dist.KindSingle {
		return true
	}
	closure := dist.Close(required.Dist, required.Facts)
	return slices.ContainsFunc(required.Facts, func(f dist.Fact) bool { return closure.Has(f.To) })
}

// appendNew appends the facts of proof that are not in list yet.
func appendNew(list, proof []dist.Fact) []dist.Fact {
	for _, f := range proof {
		if !slices.ContainsFunc(list, f.Equal) {
			list = append(list, f)
		}
	}
	return list
}
