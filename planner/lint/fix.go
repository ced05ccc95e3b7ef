package lint

import (
	"cmp"
	"slices"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// maxFixRounds bounds how often Fix looks again: one edit can reveal another.
const maxFixRounds = 20

// Fix applies the edits of all findings that nothing suppresses, until there are none left. It returns the texts,
// with those unchanged that have no edit, and how many findings were fixed. What an edit does not cover stays as
// it is, byte for byte, and an edit after which less of the text parses is not made.
func Fix(sources []*diag.Source, plans planner.Config, cfg Config) (fixed []*diag.Source, made int) {
	fixed = slices.Clone(sources)
	for range maxFixRounds {
		edits := map[*diag.Source][][]diag.Edit{}
		for _, f := range Run(fixed, plans, cfg).Findings() {
			if f.Suppressed == nil && len(f.Fix) > 0 && f.Source != nil {
				edits[f.Source] = append(edits[f.Source], f.Fix)
			}
		}
		n := 0
		for i, src := range fixed {
			if sets, ok := edits[src]; ok {
				text, applied := applySound(src, sets)
				if text != src.Text {
					n += applied
					fixed[i] = diag.NewSource(src.Name, text)
				}
			}
		}
		if made += n; n == 0 {
			break
		}
	}
	return fixed, made
}

// applySound applies the sets of edits after which no less of the text parses: all of them, or otherwise those
// that do no harm one after the other.
func applySound(src *diag.Source, sets [][]diag.Edit) (string, int) {
	bad := problems(src.Text)
	text, made := apply(src, sets)
	if problems(text) <= bad {
		return text, made
	}
	var kept [][]diag.Edit
	for _, set := range sets {
		if text, _ := apply(src, append(slices.Clone(kept), set)); problems(text) <= bad {
			kept = append(kept, set)
		}
	}
	return apply(src, kept)
}

// problems counts the places of a text that do not parse.
func problems(text string) int {
	_, list := syntax.Parse(diag.NewSource("", text))
	return len(list)
}

// apply applies the sets of edits that do not touch each other, each as a whole or not at all, in the order of the
// text. It returns how many were applied.
func apply(src *diag.Source, sets [][]diag.Edit) (string, int) {
	slices.SortStableFunc(sets, func(a, b []diag.Edit) int { return cmp.Compare(a[0].Span.Start, b[0].Span.Start) })
	var all []diag.Edit
	made := 0
	for _, set := range sets {
		if !slices.ContainsFunc(set, func(e diag.Edit) bool { return touches(all, e) || !inside(src.Text, e.Span) }) {
			all = append(all, set...)
			made++
		}
	}
	return diag.Apply(src, diag.Span{}, all), made
}

// touches reports whether an edit overlaps or borders on one of a list.
func touches(list []diag.Edit, e diag.Edit) bool {
	return slices.ContainsFunc(list, func(o diag.Edit) bool {
		return e.Span.Start <= o.Span.End && o.Span.Start <= e.Span.End
	})
}

func inside(text string, at diag.Span) bool {
	return 0 <= at.Start && at.Start <= at.End && at.End <= len(text)
}
