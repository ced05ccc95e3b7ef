package keyedby

import (
	"math"

	"github.com/velo-plan/velo-plan/strategies/hash"
)

// byFields judges records by their fields alone.
func (a *Analysis) byFields() {
	v := &a.Verdict
	var whole []*column
	for _, c := range a.columns {
		if c.complete() {
			whole = append(whole, c)
		}
	}
	switch {
	case len(a.rows) == 0:
		v.undecided("no record of the sample is a JSON object, so it has no fields")
	case a.hashed(whole), a.custom(whole):
	case a.mayDecide():
		v.undecided("the sample is too small, or its values are too few, to see whether each keeps to one partition")
	default:
		because := "every field has values that are in several partitions"
		if v.Keyless == v.Records {
			because = "the records have no key, and " + because
		}
		v.none(because)
	}
}

// hashed looks for a field, or two with | between them, whose text is placed by a known partitioner.
func (a *Analysis) hashed(whole []*column) bool {
	tries := float64(len(partitioners)) * float64(len(whole)*len(whole))
	var sets [][]*column
	for _, c := range whole {
		sets = append(sets, []*column{c})
	}
	for _, c := range whole {
		for _, d := range whole {
			if c != d {
				sets = append(sets, []*column{c, d})
			}
		}
	}
	for _, set := range sets {
		if !a.hashedBy(set, tries) {
			continue
		}
		if len(set) == 1 {
			a.Verdict.Same = a.alike(set[0], whole)
		}
		return true
	}
	return false
}

// byHash is hashed for some fields; false if a record lacks one of them.
func (a *Analysis) byHash(names []string) bool {
	fields := a.named(names)
	for _, c := range fields {
		if !c.complete() {
			return false
		}
	}
	return a.hashedBy(fields, float64(len(partitioners)))
}

// hashedBy says whether the text of the fields decides, and makes it the verdict.
func (a *Analysis) hashedBy(fields []*column, tries float64) bool {
	v := &a.Verdict
	for _, h := range known() {
		texts, ok := a.placedTexts(h, fields)
		if !ok {
			continue
		}
		chance := tries * math.Pow(float64(v.Partitions), -float64(len(texts)))
		if chance > MaxChance || a.mapped(fields).conflicts > 0 {
			continue
		}
		v.Outcome, v.By, v.Partitioner, v.Chance = Decided, ByField, h.Name, chance
		v.Form, v.Distinct, v.GrownFrom = FormText, len(texts), 0
		if len(fields) > 1 {
			v.Form = FormPiped
		}
		v.Fields = namesOf(fields)
		return true
	}
	return false
}

// placedTexts are the different texts of the fields, if a hash puts every record where it is.
func (a *Analysis) placedTexts(h hash.Hash, fields []*column) (map[string]bool, bool) {
	texts := map[string]bool{}
	var text []byte
	for row, i := range a.rows {
		text = text[:0]
		for j, c := range fields {
			if j > 0 {
				text = append(text, '|')
			}
			text = append(text, c.texts[row]...)
		}
		if h.Partition(h.Sum(text), a.Verdict.Partitions) != int(a.samples[i].Partition) {
			return nil, false
		}
		texts[string(text)] = true
	}
	return texts, true
}

// custom looks for a field whose every value keeps to one partition; of several, the one of the fewest
// values, because it decides the partition of the others' values too.
func (a *Analysis) custom(whole []*column) bool {
	v := &a.Verdict
	found := false
	for _, c := range whole {
		m := a.mapped([]*column{c})
		chance, ok := m.holds(v.Seen, float64(len(whole)))
		if ok && (!found || m.distinct < v.Distinct) {
			found = true
			v.Outcome, v.By, v.Partitioner, v.Form, v.GrownFrom = Decided, ByCustom, "", "", 0
			v.Fields, v.Same, v.Distinct, v.Chance = []string{c.name}, a.alike(c, whole), m.distinct, chance
		}
	}
	return found
}

// mayDecide says whether there is a field with values that come back, each always in one partition.
func (a *Analysis) mayDecide() bool {
	for _, c := range a.columns {
		if m := a.mapped([]*column{c}); m.conflicts == 0 && m.distinct < len(a.rows) {
			return true
		}
	}
	return len(a.columns) == 0
}

// alike names the other columns that have the same text in every row.
func (a *Analysis) alike(one *column, columns []*column) []string {
	var out []string
	for _, c := range columns {
		same := c != one
		for row := 0; same && row < len(a.rows); row++ {
			same = c.texts[row] == one.texts[row]
		}
		if same {
			out = append(out, c.name)
		}
	}
	return out
}

// namesOf are the names of columns.
func namesOf(columns []*column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}
