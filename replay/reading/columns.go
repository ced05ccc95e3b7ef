package reading

import (
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// columns is what is read of every record.
type columns struct {
	*ndjson.Fields
	paths  [][]string                 // of the fields
	source []*ndjson.Field            // that may hold the source partition; the first that does counts
	system map[string][]*ndjson.Field // by system column: the same, of those that the keys read
}

// sourceColumn is the system column that holds the source partition.
const sourceColumn = "_PARTITION"

// systemFields are the top-level fields in which flat records carry what a message brings besides
// its value.
var systemFields = map[string][]string{
	sourceColumn:  {"_partition", "__partition__"},
	"_OFFSET":     {"_offset", "__offset__"},
	"_TIMESTAMP":  {"_timestamp", "__timestamp__"},
	"_EVENT_TIME": {"_event_time", "__event_time__"},
	"_topic":      {"_topic", "__topic__"},
	"_key":        {"_key", "__key__"},
}

// newColumns collects the fields that the keys read, those that hold the source partition unless a topic tells it, and
// those of the time.
func newColumns(keys []scalar.Expr, partitionField string, ofTopic bool, time *Time) *columns {
	c := &columns{Fields: ndjson.NewFields(), system: make(map[string][]*ndjson.Field)}
	names := systemFields[sourceColumn]
	switch {
	case ofTopic:
		names = nil
	case partitionField != "":
		names = []string{partitionField}
	}
	for _, name := range names {
		c.source = append(c.source, c.add([]string{name}))
	}
	for _, key := range keys {
		for _, path := range scalar.Fields(key) {
			c.add(path)
		}
		c.addSystem(key)
	}
	if time != nil {
		c.addTime(time)
	}
	return c
}

// add adds a field.
func (c *columns) add(path []string) *ndjson.Field {
	c.paths = append(c.paths, path)
	return c.Add(path)
}

// addSystem adds the fields of the system columns that e reads.
func (c *columns) addSystem(e scalar.Expr) {
	switch e := e.(type) {
	case scalar.System:
		if e.Name == sourceColumn {
			return
		}
		c.addColumn(e.Name)
	case scalar.Op:
		for _, a := range e.Args {
			c.addSystem(a)
		}
	}
}

// addColumn adds the fields of a system column.
func (c *columns) addColumn(name string) {
	var fields []*ndjson.Field
	for _, field := range systemFields[name] {
		fields = append(fields, c.add([]string{field}))
	}
	c.system[name] = fields
}
