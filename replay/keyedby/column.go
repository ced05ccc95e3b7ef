package keyedby

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// maxColumns is how many fields are looked at: those that the records bring first.
const maxColumns = 128

// The kinds of a cell.
const (
	absent byte = iota // or null, or no scalar
	isString
	isNumber
	isBool
)

// column is one field of all records that are JSON objects.
type column struct {
	name  string
	texts []string // strings without their quotes, numbers and booleans as they are written
	kinds []byte
}

// identity is equal for cells that SQL takes as equal: 1 and 1.0 are, 1 and "1" are not.
func (c *column) identity(row int) string {
	text := c.texts[row]
	if c.kinds[row] == isNumber {
		if f, err := strconv.ParseFloat(text, 64); err == nil && !isWhole(text) {
			text = strconv.FormatFloat(f, 'f', -1, 64)
		}
	}
	return string('0'+c.kinds[row]) + text
}

// isWhole says whether a number is written as an integer, which is kept digit by digit.
func isWhole(text string) bool { return !strings.ContainsAny(text, ".eE") }

// complete says whether every record has the field.
func (c *column) complete() bool { return !slices.Contains(c.kinds, absent) }

// readColumns reads the fields of all samples, down to the fields of an object in the record. Names
// with dots are left out, because a path means the field of a field.
func readColumns(samples []Sample) (rows []int, columns []*column) {
	byName := map[string]*column{}
	for i := range samples {
		var object map[string]json.RawMessage
		if json.Unmarshal(samples[i].Value, &object) != nil || object == nil {
			continue
		}
		row := len(rows)
		rows = append(rows, i)
		eachScalar(object, func(name, text string, kind byte) {
			c := byName[name]
			if c == nil {
				if len(columns) == maxColumns {
					return
				}
				c = &column{name: name}
				byName[name] = c
				columns = append(columns, c)
			}
			c.fill(row)
			c.texts, c.kinds = append(c.texts, text), append(c.kinds, kind)
		})
	}
	for _, c := range columns {
		c.fill(len(rows))
	}
	return rows, columns
}

// fill makes the column as long as rows, with cells that are absent.
func (c *column) fill(rows int) {
	for len(c.kinds) < rows {
		c.texts, c.kinds = append(c.texts, ""), append(c.kinds, absent)
	}
}

// eachScalar visits the scalars of an object by name, then those of its objects as "a.b".
func eachScalar(object map[string]json.RawMessage, visit func(name, text string, kind byte)) {
	nested := map[string]map[string]json.RawMessage{}
	for _, name := range sorted(object) {
		if text, kind := scalarOf(object[name]); kind != absent {
			visit(name, text, kind)
		} else if object[name][0] == '{' {
			var inner map[string]json.RawMessage
			if json.Unmarshal(object[name], &inner) == nil {
				nested[name] = inner
			}
		}
	}
	for _, outer := range sorted(nested) {
		for _, name := range sorted(nested[outer]) {
			if text, kind := scalarOf(nested[outer][name]); kind != absent {
				visit(outer+"."+name, text, kind)
			}
		}
	}
}

// sorted are the names of an object that a path can hold, in their order.
func sorted[V any](object map[string]V) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		if name != "" && !strings.Contains(name, ".") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// scalarOf is the text of a JSON value and its kind; absent for null, objects and lists.
func scalarOf(raw json.RawMessage) (text string, kind byte) {
	switch raw[0] {
	case '"':
		if json.Unmarshal(raw, &text) != nil {
			return "", absent
		}
		return text, isString
	case 't', 'f':
		return string(raw), isBool
	case 'n', '{', '[':
		return "", absent
	}
	return string(raw), isNumber
}
