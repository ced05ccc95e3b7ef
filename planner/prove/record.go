package prove

import (
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// Table is what the records of one source are loaded into.
type Table struct{ Columns []Column }

// Column is a column of a table: a field of the record, or one inside its objects, or a system column.
type Column struct {
	Path   []string
	System string // the canonical name of a system column, which has no path
	Type   string // as declared; "" if it is not
}

// name is what SQLite calls the column.
func (c Column) name() string {
	if c.System != "" {
		return c.System
	}
	return columnName(c.Path)
}

// columnName joins a path by what no field has in its name.
func columnName(path []string) string { return strings.Join(path, "\x1f") }

// affinity is the type of a table's column: SQLite then compares a text with a number as a number.
func (c Column) affinity() string {
	switch strings.ToUpper(c.Type) {
	case "INT", "INTEGER", "BIGINT":
		return " INTEGER"
	case "STRING", "VARCHAR", "TEXT":
		return " TEXT"
	}
	return ""
}

// Record is one record of a source; it is a scalar.Record.
type Record struct {
	Table     *Table
	Values    []scalar.Value // one for each column
	Partition int            // of its topic
	Ordinal   uint64         // its place in the input
}

// Field returns the value of a field.
func (r *Record) Field(path []string) scalar.Value {
	return r.value(func(c Column) bool { return c.System == "" && slices.Equal(c.Path, path) })
}

// System returns the value of a system column.
func (r *Record) System(name string) scalar.Value {
	if name == partitionColumn {
		return scalar.Int(int64(r.Partition))
	}
	return r.value(func(c Column) bool { return c.System == name })
}

// partitionColumn is the system column of the source partition.
const partitionColumn = "_PARTITION"

func (r *Record) value(is func(Column) bool) scalar.Value {
	if i := slices.IndexFunc(r.Table.Columns, is); i >= 0 {
		return r.Values[i]
	}
	return scalar.Null()
}

// Data is the records of a statement: for each source of its plan, in the plan's order. Sources of one name share them.
type Data [][]*Record
