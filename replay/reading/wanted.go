package reading

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// The uses of a field, by FieldUse.UsedBy.
const (
	UsedByKey       = "key"        // the routing key
	UsedByGroups    = "groups"     // the grouping columns
	UsedBySourceKey = "source_key" // the declared source key
	UsedByFilter    = "filter"     // the query's WHERE
	UsedByTime      = "time"       // the event time
)

// FieldUse is a field that the expressions read, and whether some record has it.
type FieldUse struct {
	Field  string   // its path, joined by points
	UsedBy []string // what reads it
	Seen   bool     // some record has it, be it null
}

// fieldUses lists the fields that a configuration reads, and where they are in the tree.
func fieldUses(cfg *Config, c *columns) (uses []FieldUse, fields []*ndjson.Field) {
	add := func(by string, list ...scalar.Expr) {
		for _, e := range list {
			for _, path := range scalar.Fields(e) {
				f := c.Find(path)
				i := slices.Index(fields, f)
				if i < 0 {
					i = len(fields)
					fields, uses = append(fields, f), append(uses, FieldUse{Field: strings.Join(path, ".")})
				}
				if !slices.Contains(uses[i].UsedBy, by) {
					uses[i].UsedBy = append(uses[i].UsedBy, by)
				}
			}
		}
	}
	add(UsedByKey, cfg.Keys...)
	add(UsedByGroups, cfg.Groups...)
	add(UsedBySourceKey, cfg.SourceKey...)
	if cfg.Filter != nil {
		add(UsedByFilter, cfg.Filter)
	}
	if cfg.Time != nil && len(cfg.Time.Path) > 0 {
		add(UsedByTime, scalar.Field{Path: cfg.Time.Path})
	}
	return uses, fields
}

// wanted tells which fields the records of a chunk have. A field that was seen is not looked for again, so it costs
// nothing but for fields that are rare.
type wanted struct {
	fields []*ndjson.Field
	known  []bool // seen in a chunk that counts
	seen   []bool // seen in this chunk
	left   []int  // the others
}

// newWanted looks for fields of which none was seen.
func newWanted(fields []*ndjson.Field) wanted {
	return wanted{fields: fields, known: make([]bool, len(fields)), seen: make([]bool, len(fields))}
}

// begin begins another chunk, or the same one once more.
func (w *wanted) begin() {
	clear(w.seen)
	w.left = w.left[:0]
	for i, known := range w.known {
		if !known {
			w.left = append(w.left, i)
		}
	}
}

// look notes which fields the record has that was scanned last.
func (w *wanted) look(s *ndjson.Scanner) {
	for at := 0; at < len(w.left); {
		i := w.left[at]
		if !s.Has(w.fields[i]) {
			at++
			continue
		}
		w.seen[i] = true
		w.left = slices.Delete(w.left, at, at+1)
	}
}

// settle adds what was seen in a chunk that counts.
func (w *wanted) settle(uses []FieldUse) {
	for i, seen := range w.seen {
		if seen {
			w.known[i], uses[i].Seen = true, true
		}
	}
}

// mostNames is how many names of fields are kept.
const mostNames = 256

// fieldNames returns the names of the fields of the first record of a chunk, sorted; those inside objects are paths
// joined by points.
func (c *Chunk) fieldNames() []string {
	if c.maker != nil {
		if names := c.maker.names(); names != nil {
			return names
		}
	}
	var record map[string]any
	json.Unmarshal(c.Text(c.records[0]), &record) // it was found to be an object; numbers beyond all bounds do not matter
	switch c.envelope {
	case EnvelopeKcat:
		record = payloadOf(record["payload"])
	case EnvelopeRpk:
		record = payloadOf(record["value"])
	}
	names := make(map[string]bool)
	addNames(names, "", record)
	return slices.Sorted(maps.Keys(names))
}

// payloadOf returns the record in an envelope.
func payloadOf(payload any) (record map[string]any) {
	switch p := payload.(type) {
	case map[string]any:
		return p
	case string:
		json.Unmarshal([]byte(p), &record) // it was found to be an object
	}
	return record
}

// addNames adds the names of the fields of an object.
func addNames(names map[string]bool, prefix string, object map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		if len(names) == mostNames {
			return
		}
		names[prefix+name] = true
		if inner, ok := value.(map[string]any); ok {
			addNames(names, prefix+name+".", inner)
		}
	}
}
