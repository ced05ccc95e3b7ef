//go:build !race

package pipeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner/prove"
)

// database runs one query of a case.
type database struct {
	*prove.Database
	text string
}

// query is the statement's query as SQLite runs it.
func (p *planned) query(t testing.TB, c *semCase) *prove.Query {
	t.Helper()
	if c.sqlite != "" {
		return &prove.Query{Text: p.placed(c.sqlite)}
	}
	q, err := prove.SQL(p.Job)
	if err != nil {
		t.Fatalf("%v: give the case a text for SQLite\n%s", err, c.text)
	}
	return q
}

// placed puts table names in for {0}, {1}, ..
func (p *planned) placed(text string) string {
	for i := range p.Tree.Scans {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), fmt.Sprintf("in%d", i))
	}
	return text
}

// open makes the tables and prepares the query.
func (p *planned) open(t testing.TB, c *semCase) *database {
	t.Helper()
	q := p.query(t, c)
	var tables []*prove.Table
	for _, in := range p.Tree.Scans {
		table := *p.c.source(in.Name).table()
		if strings.Contains(q.Text, "_PARTITION") {
			table.Columns = append(table.Columns, prove.Column{System: "_PARTITION"})
		}
		tables = append(tables, &table)
	}
	db, err := prove.Open(tables, q, 1)
	if err != nil {
		t.Fatalf("%v\n%s", err, q.Text)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &database{db, q.Text}
}

// whole runs the query on all records.
func (d *database) whole(t testing.TB, data prove.Data) *prove.Right {
	t.Helper()
	err := d.Load(data)
	if err == nil {
		var out *prove.Right
		if out, err = d.Whole(); err == nil {
			return out
		}
	}
	t.Fatalf("%v\n%s", err, d.text)
	return nil
}

// union runs the query on each partition by itself and puts the results together.
func (d *database) union(t testing.TB, data prove.Data, spread [][]int, partitions []int) prove.Rows {
	t.Helper()
	err := d.Load(data, spread)
	if err == nil {
		var out prove.Rows
		if out, err = d.Union(0, partitions); err == nil {
			return out
		}
	}
	t.Fatalf("%v\n%s", err, d.text)
	return nil
}

// each calls f for every row of the last result.
func (d *database) each(t testing.TB, f func(values []any)) (columns []string) {
	t.Helper()
	columns, err := d.Each(f)
	if err != nil {
		t.Fatalf("%v\n%s", err, d.text)
	}
	return columns
}
