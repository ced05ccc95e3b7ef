package prove

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the database that executes statements

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Database executes one query over views in0, in1, .. of the records, of all of them or of those of a partition. Records
// are in a temporary file of SQLite once they are many.
type Database struct {
	db     *sql.DB
	query  *sql.Stmt
	from   *sql.Stmt // the query without its LIMIT, where any of its rows are right; nil where one answer is right
	tables []*Table
	routes int
	buffer []byte          // what is not given to SQLite yet
	filled int             // the table that the rows at the end of the buffer are of; -1 for none
	ctx    context.Context // ends a query early; that of the run that executes it
	// columns are the names of the answer's columns, once there is one.
	columns []string
}

// Rows is a multiset of rows, each as the text of a JSON array.
type Rows map[string]int

// cacheKiB is how much of the records SQLite holds in memory.
const cacheKiB = 64 << 10

// Open makes the tables, one for each source of the plan, and prepares the query. A record has as many routes to a
// partition as it is asked for.
func Open(tables []*Table, query *Query, routes int) (*Database, error) {
	if err := register(); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "") // a file that SQLite makes when its cache is full, and deletes
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection has a file of its own
	d := &Database{db: db, tables: tables, routes: routes, filled: -1, ctx: context.Background()}
	if err := d.prepare(query); err != nil {
		return nil, errors.Join(fmt.Errorf("SQLite refuses the statement: %s", said(err)), db.Close())
	}
	return d, nil
}

// prepare makes for each source a table of the records with their routes, and a view of those that the partition of
// current has: all if that is NULL. A negative route leads to every partition.
func (d *Database) prepare(query *Query) error {
	setup := fmt.Sprintf("PRAGMA case_sensitive_like = 1; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -%d;"+
		"CREATE TABLE current (route, part); INSERT INTO current VALUES (NULL, NULL);", cacheKiB)
	chosen := "NULL"
	for r := range d.routes {
		chosen = fmt.Sprintf("CASE WHEN (SELECT route FROM current) = %d THEN `route %[1]d` ELSE %s END", r, chosen)
	}
	for i, t := range d.tables {
		var columns, names []string
		for _, c := range t.Columns {
			columns, names = append(columns, quoted(c.name())+c.affinity()), append(names, quoted(c.name()))
		}
		if len(columns) == 0 {
			columns, names = []string{"`no column`"}, []string{"`no column`"}
		}
		for r := range d.routes {
			columns = append(columns, fmt.Sprintf("`route %d` INTEGER", r))
		}
		if query.Arrival {
			names = append(names, "rowid AS "+quoted(arrivalColumn))
		}
		setup += fmt.Sprintf("CREATE TABLE records%[1]d (%[2]s); CREATE VIEW in%[1]d AS SELECT %[3]s FROM records%[1]d WHERE (SELECT part FROM current) IS NULL OR %[4]s IN (%[5]d, %[6]d, (SELECT part FROM current));",
			i, strings.Join(columns, ", "), strings.Join(names, ", "), chosen, Everywhere, Loaded)
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

// Load puts a data set in the place of what was there. A spread gives each of its records a partition, by one route.
func (d *Database) Load(data Data, spreads ...[][]int) error {
	d.buffer, d.filled = append(d.buffer[:0], "BEGIN;"...), -1
	for i := range d.tables {
		d.buffer = fmt.Appendf(d.buffer, "DELETE FROM records%d;", i)
	}
	to := make([]int, d.routes)
	for i, records := range data {
		for n, rec := range records {
			for r, spread := range spreads {
				to[r] = spread[i][n]
			}
			if err := d.Add(i, rec, to); err != nil {
				return err
			}
		}
	}
	return d.Flush()
}

// maxInsert is how much text of records is given to SQLite at once.
const maxInsert = 1 << 16

// Add adds a record to a source, with its partition by each route. Flush ends what Add begins.
func (d *Database) Add(input int, rec *Record, to []int) error {
	if len(d.buffer) > maxInsert {
		if err := d.send(); err != nil {
			return err
		}
	}
	if len(d.buffer) == 0 {
		d.buffer = append(d.buffer, "BEGIN;"...)
	}
	if d.filled == input {
		d.buffer = append(d.buffer, ",("...)
	} else {
		if d.filled >= 0 {
			d.buffer = append(d.buffer, ';')
		}
		d.buffer, d.filled = fmt.Appendf(d.buffer, "INSERT INTO records%d VALUES (", input), input
	}
	d.buffer = d.tables[input].appendRecord(d.buffer, rec)
	for _, at := range to {
		d.buffer = strconv.AppendInt(append(d.buffer, ','), int64(at), 10)
	}
	d.buffer = append(d.buffer, ')')
	return nil
}

// Flush gives SQLite the records that it has not yet.
func (d *Database) Flush() error {
	if len(d.buffer) == 0 {
		return nil
	}
	return d.send()
}

func (d *Database) send() error {
	if d.filled >= 0 {
		d.buffer = append(d.buffer, ';')
	}
	_, err := d.db.Exec(string(append(d.buffer, "COMMIT"...)))
	d.buffer, d.filled = d.buffer[:0], -1
	return err
}

// Whole returns what the query gives for all records.
func (d *Database) Whole() (*Right, error) {
	out := &Right{Rows: Rows{}}
	_, err := d.db.Exec("UPDATE current SET route = NULL, part = NULL")
	if err == nil {
		d.columns, err = d.rows(d.query, out.Rows)
	}
	if err == nil && d.from != nil {
		out.From = Rows{}
		_, err = d.rows(d.from, out.From)
	}
	return out, err
}

// Union returns what the partitions of a route give together, each for its own records.
func (d *Database) Union(route int, partitions []int) (Rows, error) {
	out := Rows{}
	for _, part := range partitions {
		if err := d.Partition(route, part, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Partition adds what one partition of a route gives for its own records.
func (d *Database) Partition(route, part int, out Rows) error {
	_, err := d.db.Exec("UPDATE current SET route = ?, part = ?", route, part)
	if err == nil {
		_, err = d.rows(d.query, out)
	}
	return err
}

// rows adds the rows that a query gives for what the tables hold.
func (d *Database) rows(query *sql.Stmt, out Rows) (columns []string, err error) {
	var line []byte
	return d.each(query, func(values []any) {
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

// appendRecord writes the values of a record as SQL.
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
	return b
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
func (d *Database) Each(f func(values []any)) (columns []string, err error) {
	return d.each(d.query, f)
}

func (d *Database) each(query *sql.Stmt, f func(values []any)) (columns []string, err error) {
	rows, err := query.QueryContext(d.ctx)
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
