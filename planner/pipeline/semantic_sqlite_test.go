//go:build !race

package pipeline

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the database that answers the queries
)

// database runs one query of a case over tables in0, in1, .. that hold what a partition has.
type database struct {
	db     *sql.DB
	query  *sql.Stmt
	text   string
	plan   *planned
	system bool // the query names _PARTITION
}

// affinity is the type of a table's column: SQLite then compares a text with a number as a number.
var affinity = map[string]string{"INT": "INTEGER", "STRING": "TEXT"}

// bag is a multiset of rows, each as one text.
type bag map[string]int

// open makes the tables and prepares the query.
func (p *planned) open(t testing.TB, text string) *database {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &database{db: db, text: text, plan: p, system: strings.Contains(text, "_PARTITION")}
	d.exec(t, "PRAGMA case_sensitive_like = 1")
	for i, in := range p.Tree.Scans {
		var names []string
		for _, c := range p.c.source(in.Name).cols {
			names = append(names, fmt.Sprintf("%q %s", c.name, affinity[c.typ]))
		}
		if d.system {
			names = append(names, "_PARTITION")
		}
		d.exec(t, fmt.Sprintf("CREATE TABLE in%d (%s)", i, strings.Join(names, ", ")))
	}
	if d.query, err = db.Prepare(text); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

func (d *database) exec(t testing.TB, text string) {
	t.Helper()
	if _, err := d.db.Exec(text); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// whole runs the query on all records.
func (d *database) whole(t testing.TB, data *semData) bag {
	t.Helper()
	out := bag{}
	d.fill(t, data, func(int, int) bool { return true })
	d.run(t, out)
	return out
}

// union runs the query on each partition by itself and puts the results together.
func (d *database) union(t testing.TB, data *semData, spread [][]int, partitions []int) bag {
	t.Helper()
	out := bag{}
	for _, part := range partitions {
		d.fill(t, data, func(input, row int) bool {
			at := spread[input][row]
			return at == part || at < 0
		})
		d.run(t, out)
	}
	return out
}

// fill puts into the tables the rows that has names.
func (d *database) fill(t testing.TB, data *semData, has func(input, row int) bool) {
	t.Helper()
	var b strings.Builder
	for i, in := range d.plan.Tree.Scans {
		fmt.Fprintf(&b, "DELETE FROM in%d;", i)
		sep := fmt.Sprintf("INSERT INTO in%d VALUES ", i)
		for n, row := range data.rows[d.plan.c.source(in.Name).name] {
			if !has(i, n) {
				continue
			}
			b.WriteString(sep)
			sep = ","
			row.write(&b, d.system)
		}
		b.WriteByte(';')
	}
	d.exec(t, b.String())
}

// write writes a row as SQL.
func (r *semRow) write(b *strings.Builder, system bool) {
	for i, v := range r.values {
		b.WriteByte("(,"[min(i, 1)])
		switch v := v.(type) {
		case nil:
			b.WriteString("NULL")
		case string:
			if n, ok := strings.CutPrefix(v, "#"); ok {
				b.WriteString(n)
			} else {
				b.WriteString("'" + v + "'")
			}
		default:
			fmt.Fprint(b, v)
		}
	}
	if system {
		fmt.Fprintf(b, ",%d", r.partition)
	}
	b.WriteByte(')')
}

// run adds the rows of the query's result to out.
func (d *database) run(t testing.TB, out bag) {
	t.Helper()
	var line []byte
	d.each(t, func(values []any) {
		line = line[:0]
		for _, v := range values {
			line = appendValue(append(line, '|'), v)
		}
		out[string(line)]++
	})
}

// each runs the query and calls f for every row; the slice is used again.
func (d *database) each(t testing.TB, f func(values []any)) (columns []string) {
	t.Helper()
	rows, err := d.query.Query()
	if err != nil {
		t.Fatalf("%v\n%s", err, d.text)
	}
	defer rows.Close()
	if columns, err = rows.Columns(); err != nil {
		t.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		f(values)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, d.text)
	}
	return columns
}

// appendValue writes a value so that equal ones are written alike: 1.0 as 1.
func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "NULL"...)
	case float64:
		return fmt.Appendf(dst, "%.12g", v)
	case string, []byte:
		return fmt.Appendf(dst, "%q", v)
	}
	return fmt.Appendf(dst, "%v", v)
}
