package prove

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the database that executes statements

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Database executes one query over tables in0, in1, .. that hold the records of a partition, or all of them.
type Database struct {
	db     *sql.DB
	query  *sql.Stmt
	from   *sql.Stmt // the query without its LIMIT, where any of its rows are right; nil where one answer is right
	tables []*Table
	// columns are the names of the answer's columns, once there is one.
	columns []string
}

// Rows is a multiset of rows, each as the text of a JSON array.
type Rows map[string]int

// Open makes the tables, one for each source of the plan, and prepares the query.
func Open(tables []*Table, query *Query) (*Database, error) {
	if err := register(); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	d := &Database{db: db, tables: tables}
	if err := d.prepare(query); err != nil {
		return nil, errors.Join(fmt.Errorf("SQLite refuses the statement: %s", said(err)), db.Close())
	}
	return d, nil
}

func (d *Database) prepare(query *Query) error {
	setup := "PRAGMA case_sensitive_like = 1;"
	for i, t := range d.tables {
		var columns []string
		for _, c := range t.Columns {
			columns = append(columns, quoted(c.name())+c.affinity())
		}
		if len(columns) == 0 {
			columns = []string{"`no column`"}
		}
		setup += fmt.Sprintf("CREATE TABLE in%d (%s);", i, strings.Join(columns, ", "))
	}
	_, err := d.db.Exec(setup)
	if err == nil {
		d.query, err = d.db.Prepare(query.Text)
	}
	if err == nil && query.Unlimited != "" {
		d.from, err = d.db.Prepare(query.Unlimited)
	}
	return err
}

// Close releases the memory.
func (d *Database) Close() error { return d.db.Close() }

// Whole returns what the query gives for all records.
func (d *Database) Whole(data Data) (*Right, error) {
	out := &Right{Rows: Rows{}}
	err := d.answer(data, func(int, int) bool { return true }, out.Rows)
	if err == nil && d.from != nil {
		out.From = Rows{}
		_, err = d.rows(d.from, out.From)
	}
	return out, err
}

// Union returns what the partitions give together, each for its own records.
func (d *Database) Union(data Data, spread [][]int, partitions []int) (Rows, error) {
	out := Rows{}
	for _, part := range partitions {
		if err := d.Partition(data, spread, part, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Partition adds what one partition gives for its own records.
func (d *Database) Partition(data Data, spread [][]int, part int, out Rows) error {
	return d.answer(data, func(input, n int) bool { return spread[input][n] == part || spread[input][n] < 0 }, out)
}

// answer adds the rows that the query gives for the records that has names.
func (d *Database) answer(data Data, has func(input, n int) bool, out Rows) error {
	err := d.fill(data, has)
	if err == nil {
		d.columns, err = d.rows(d.query, out)
	}
	return err
}

// rows adds the rows that a query gives for what the tables hold.
func (d *Database) rows(query *sql.Stmt, out Rows) (columns []string, err error) {
	var line []byte
	return each(query, func(values []any) {
		line = append(line[:0], '[')
		for i, v := range values {
			if i > 0 {
				line = append(line, ',')
			}
			line = appendValue(line, v)
		}
		out[string(append(line, ']'))]++
	})
}

// maxInsert is how much text of records is given to SQLite at once.
const maxInsert = 1 << 16

// fill puts into the tables the records that has names.
func (d *Database) fill(data Data, has func(input, n int) bool) error {
	b := []byte("BEGIN;")
	for i, records := range data {
		b = fmt.Appendf(b, "DELETE FROM in%d;", i)
		head := fmt.Sprintf("INSERT INTO in%d VALUES (", i)
		sep := head
		for n, rec := range records {
			if !has(i, n) {
				continue
			}
			b = append(b, sep...)
			b = d.tables[i].appendRecord(b, rec)
			if sep = ",("; len(b) > maxInsert {
				if _, err := d.db.Exec(string(b)); err != nil {
					return err
				}
				b, sep = b[:0], head
			}
		}
		b = append(b, ';')
	}
	_, err := d.db.Exec(string(append(b, "COMMIT"...)))
	return err
}

// appendRecord writes the values of a record as SQL, and the parenthesis after them.
func (t *Table) appendRecord(b []byte, rec *Record) []byte {
	for i, c := range t.Columns {
		if i > 0 {
			b = append(b, ',')
		}
		if c.System == partitionColumn {
			b = strconv.AppendInt(b, int64(rec.Partition), 10)
			continue
		}
		b = appendSQL(b, rec.Values[i])
	}
	if len(t.Columns) == 0 {
		b = append(b, "NULL"...)
	}
	return append(b, ')')
}

func appendSQL(b []byte, v scalar.Value) []byte {
	switch v.Kind() {
	case scalar.KindNull:
		return append(b, "NULL"...)
	case scalar.KindBool, scalar.KindNumber:
		return append(b, v.Text()...)
	}
	return append(b, text(string(v.Text()))...)
}

// Each runs the query over what the tables hold, and calls f for every row; the slice is used again. It returns the
// names of the columns.
func (d *Database) Each(f func(values []any)) (columns []string, err error) { return each(d.query, f) }

func each(query *sql.Stmt, f func(values []any)) (columns []string, err error) {
	rows, err := query.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if columns, err = rows.Columns(); err != nil {
		return nil, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		f(values)
	}
	return columns, rows.Err()
}

// appendValue writes a value as JSON, so that equal ones are written alike: 1.0 as 1.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case float64:
		if v == 0 {
			v = 0 // not -0
		}
		return strconv.AppendFloat(b, v, 'g', 12, 64)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case string:
		return appendJSON(b, v)
	case []byte:
		return appendJSON(b, string(v))
	}
	return fmt.Appendf(b, "%v", v)
}

// total is the number of rows.
func (r Rows) total() int {
	n := 0
	for _, times := range r {
		n += times
	}
	return n
}

// said returns what an error of SQLite says, without its own words around that.
func said(err error) string {
	return strings.TrimSuffix(strings.TrimPrefix(err.Error(), "SQL logic error: "), " (1)")
}
