package report

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// AbsentField is a field that is read and that no record has.
type AbsentField struct {
	Field  string   `json:"field"`   // its path, joined by points
	UsedBy []string `json:"used_by"` // key, groups, source_key, filter
	// Meant is a field that the records have and that is nearly called so; empty if there is none.
	Meant string `json:"meant,omitempty"`
}

// Decides reports whether the field is a part of what the records are routed or grouped by.
func (f AbsentField) Decides() bool {
	return slices.Contains(f.UsedBy, reading.UsedByKey) || slices.Contains(f.UsedBy, reading.UsedByGroups)
}

// absentFields lists the fields that no record has.
func absentFields(t *reading.Totals) []AbsentField {
	list := []AbsentField{}
	if t.Records == 0 {
		return list
	}
	for _, f := range t.Fields {
		if !f.Seen {
			list = append(list, AbsentField{Field: f.Field, UsedBy: f.UsedBy, Meant: meant(f.Field, t.Names)})
		}
	}
	return list
}

// meant returns the field that was probably meant by a name: one that differs in case, or by a slip.
func meant(name string, names []string) string {
	for _, other := range names {
		if strings.EqualFold(name, other) {
			return other
		}
	}
	return spelling.Nearest(name, names, max(1, len(name)/4))
}
