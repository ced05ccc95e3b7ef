package catalog

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
)

// maxPartitions is the largest partition count that a topic is believed to have; Kafka advises
// against more than 4,000 on a broker and 200,000 in a cluster.
const maxPartitions = 1_000_000

// Read reads a catalog file (YAML or JSON; the schema is printed by `velo-plan schema catalog`).
// The name is shown in messages and becomes part of Stream.KeyBy and Stream.PartBy. The error is
// a *mapping.Mistakes; it holds all mistakes of the file with their places.
func Read(name string, data []byte) (*Catalog, error) {
	doc, root := mapping.Parse(name, data)
	c := &Catalog{File: "the catalog file " + name}
	for _, top := range root.Fields("streams", "functions") {
		if top.Key == "functions" {
			c.readFunctions(top.Value)
			continue
		}
		for _, entry := range top.Value.Entries() {
			c.Add(readStream(entry, c.File))
		}
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// readFunctions reads what is stated about functions in FROM: {explode: {stateless: true}}.
func (c *Catalog) readFunctions(v mapping.Value) {
	for _, entry := range v.Entries() {
		for _, f := range entry.Value.Fields("stateless") {
			if yes, ok := f.Value.Bool(); ok && yes {
				c.DeclareStateless(entry.Key)
			}
		}
	}
}

// readStream reads the entry of one stream; by is who states its key and partitions.
func readStream(entry mapping.Field, by string) *Stream {
	s := &Stream{Name: entry.Key}
	if entry.Key == "" {
		entry.Note("a stream without a name", "write name: {key: [..], partitions: n}")
	}
	for _, f := range entry.Value.Fields("kind", "columns", "key", "primary_key", "partitions", "partitioner", "determines") {
		switch f.Key {
		case "kind":
			s.Kind, _ = f.Value.OneOf(KindStream, KindTable)
		case "columns":
			s.Columns = readColumns(f.Value)
		case "key":
			s.Key, s.KeyBy = readNames(f.Value), by
		case "primary_key":
			s.PrimaryKey = readNames(f.Value)
		case "partitions":
			s.Partitions, _ = f.Value.Int(1, maxPartitions)
			s.PartBy = by
		case "partitioner":
			s.Partitioner, _ = f.Value.Text()
		case "determines":
			s.Determines, s.DependsBy = readDependencies(f.Value), by
		}
	}
	return s
}

// readDependencies reads which columns determine others: {a: [b, c], "d, e": f}.
func readDependencies(v mapping.Value) []Dependency {
	var out []Dependency
	for _, f := range v.Entries() {
		d := Dependency{To: readNames(f.Value)}
		for _, name := range strings.Split(f.Key, ",") {
			if name = strings.TrimSpace(name); name == "" {
				f.Note("a column without a name", "write a: [b], or \"a, b\": [c]")
				continue
			}
			d.From = append(d.From, name)
		}
		if len(d.From) > 0 && len(d.To) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// readNames reads a list of distinct names, or a single one.
func readNames(v mapping.Value) []string {
	var names []string
	seen := map[string]bool{}
	items := v.Items()
	for _, item := range items {
		name, ok := item.Text()
		switch {
		case !ok:
		case seen[name]:
			item.Note("the column "+name+" comes twice", "name each column once")
		default:
			seen[name] = true
			names = append(names, name)
		}
	}
	if len(items) == 0 && !v.IsMapping() {
		v.Note("no column is named", "write [a, b], or leave the line out if nothing is known")
	}
	return names
}

// readColumns reads the columns of a stream: [a, b], [{name: a, type: t}] or {a: t}.
func readColumns(v mapping.Value) []Column {
	var columns []Column
	if v.IsMapping() {
		for _, f := range v.Entries() {
			c := Column{Name: f.Key}
			if !f.Value.IsEmpty() {
				c.Type, _ = f.Value.Text()
			}
			columns = append(columns, c)
		}
	} else {
		for _, item := range v.Items() {
			columns = append(columns, readColumn(item))
		}
	}
	if len(columns) == 0 {
		return nil // an empty list states as little as no list
	}
	seen := map[string]bool{}
	for _, c := range columns {
		if c.Name != "" && seen[c.Name] {
			v.Note("the column "+c.Name+" comes twice", "name each column once")
			break
		}
		seen[c.Name] = true
	}
	return columns
}

// readColumn reads one element of a list of columns.
func readColumn(item mapping.Value) Column {
	var c Column
	if !item.IsMapping() {
		c.Name, _ = item.Text()
		return c
	}
	for _, f := range item.Fields("name", "type") {
		switch f.Key {
		case "name":
			c.Name, _ = f.Value.Text()
		case "type":
			c.Type, _ = f.Value.Text()
		}
	}
	if c.Name == "" {
		item.Note("a column without a name", "write {name: a, type: STRING}")
	}
	return c
}
