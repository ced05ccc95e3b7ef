package catalog_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/planner/catalog"
)

func TestRead(t *testing.T) {
	const by = "the catalog file c.yaml"
	tests := []struct {
		name, text string
		want       catalog.Stream
	}{
		{"all keys", "streams:\n  trades: {kind: stream, columns: [trader_id, symbol], key: [trader_id], primary_key: [id], partitions: 12, partitioner: murmur2}\n",
			catalog.Stream{Name: "trades", Kind: "stream", Columns: []catalog.Column{{Name: "trader_id"}, {Name: "symbol"}},
				Key: []string{"trader_id"}, KeyBy: by, PrimaryKey: []string{"id"}, Partitions: 12, PartBy: by, Partitioner: "murmur2"}},
		{"block style", "streams:\n  trades:\n    kind: table\n    key:\n      - a\n      - b\n",
			catalog.Stream{Name: "trades", Kind: "table", Key: []string{"a", "b"}, KeyBy: by}},
		{"scalar key", "streams: {trades: {key: trader_id}}", catalog.Stream{Name: "trades", Key: []string{"trader_id"}, KeyBy: by}},
		{"JSON", `{"streams": {"trades": {"key": ["a"], "partitions": 3}}}`,
			catalog.Stream{Name: "trades", Key: []string{"a"}, KeyBy: by, Partitions: 3, PartBy: by}},
		{"columns with types", "streams: {trades: {columns: [{name: a, type: STRING}, b, {name: c}]}}",
			catalog.Stream{Name: "trades", Columns: []catalog.Column{{Name: "a", Type: "STRING"}, {Name: "b"}, {Name: "c"}}}},
		{"columns as a mapping, in order", "streams: {trades: {columns: {z: STRING, a: 'DECIMAL(10, 2)', m: }}}",
			catalog.Stream{Name: "trades", Columns: []catalog.Column{{Name: "z", Type: "STRING"}, {Name: "a", Type: "DECIMAL(10, 2)"}, {Name: "m"}}}},
		{"dependencies", "streams: {trades: {determines: {symbol: [currency, lot], 'a, b': c}}}", catalog.Stream{Name: "trades", DependsBy: by,
			Determines: []catalog.Dependency{{From: []string{"symbol"}, To: []string{"currency", "lot"}}, {From: []string{"a", "b"}, To: []string{"c"}}}}},
		{"nothing known", "streams:\n  trades:\n", catalog.Stream{Name: "trades"}},
		{"aliases", "streams:\n  base: &b {key: [a]}\n  trades: *b\n", catalog.Stream{Name: "trades", Key: []string{"a"}, KeyBy: by}},
		{"byte order mark and CRLF", "\ufeffstreams:\r\n  trades:\r\n    partitions: 4\r\n", catalog.Stream{Name: "trades", Partitions: 4, PartBy: by}},
		{"numbers as names", "streams: {trades: {key: [2024]}}", catalog.Stream{Name: "trades", Key: []string{"2024"}, KeyBy: by}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := catalog.Read("c.yaml", []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			got, ok := c.Lookup("trades")
			if !ok {
				t.Fatal("no stream trades")
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadEmpty(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "streams:\n", "streams: {}\n", "{}"} {
		c, err := catalog.Read("c.yaml", []byte(text))
		if err != nil || c.Len() != 0 {
			t.Errorf("%q: %d streams, %v", text, c.Len(), err)
		}
	}
}

func TestReadMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown top key", "stream:\n  trades: {}\n",
			`c.yaml:1:1: unknown key "stream"; did you mean streams? expected one of streams, functions`},
		{"unknown key", "streams:\n  trades: {partition: 3}\n",
			`c.yaml:2:12: unknown key "partition"; did you mean partitions? expected one of kind, columns, key, primary_key, partitions, partitioner, determines`},
		{"bad kind", "streams:\n  trades: {kind: tabel}\n",
			`c.yaml:2:18: kind: unknown value "tabel"; did you mean table? expected one of stream, table`},
		{"negative partitions", "streams:\n  trades:\n    partitions: -3\n",
			`c.yaml:3:17: partitions: expected a whole number from 1 to 1000000, found -3`},
		{"no partitions", "streams: {trades: {partitions: 0}}",
			`c.yaml:1:32: partitions: expected a whole number from 1 to 1000000, found 0`},
		{"partitions in words", "streams: {trades: {partitions: twelve}}",
			`c.yaml:1:32: partitions: expected a whole number from 1 to 1000000, found the text "twelve"`},
		{"half a partition", "streams: {trades: {partitions: 1.5}}",
			`c.yaml:1:32: partitions: expected a whole number from 1 to 1000000, found 1.5`},
		{"key as a mapping", "streams: {trades: {key: {a: 1}}}",
			"c.yaml:1:25: key: expected a list ([a, b]), found a mapping"},
		{"key twice", "streams: {trades: {key: [a, b, a]}}",
			`c.yaml:1:32: the column a comes twice; name each column once`},
		{"empty key", "streams: {trades: {key: []}}",
			`c.yaml:1:25: no column is named; write [a, b], or leave the line out if nothing is known`},
		{"list of streams", "streams:\n  - trades\n",
			`c.yaml:2:3: streams: expected names with values (name: value), found a list`},
		{"a list", "- trades\n", `c.yaml:1:1: expected names with values (name: value), found a list`},
		{"a scalar", "trades", `c.yaml:1:1: expected names with values (name: value), found the text "trades"`},
		{"stream twice", "streams:\n  a: {}\n  b: {}\n  a: {}\n",
			`c.yaml:4:3: YAML: mapping key "a" already defined at [2:3]`},
		{"open bracket", "streams: {trades: {key: [a}}", `c.yaml:1:27: YAML: ',' or ']' must be specified`},
		{"two documents", "streams: {}\n---\nstreams: {}\n",
			`c.yaml:3:1: a second YAML document; keep everything in one document, without ---`},
		{"merge key", "streams:\n  a: &a {}\n  b: {<<: *a}\n",
			`c.yaml:3:7: << is not read here; write the keys out, or use an alias (*name) for a whole value`},
		{"alias of nothing", "streams: {trades: *other}",
			`c.yaml:1:19: trades: expected names with values (name: value), found an alias that leads nowhere`},
		{"circle of aliases", "streams: &s {trades: {key: &k [*k]}}",
			`c.yaml:1:32: key: expected a name, found a list`},
		{"column type", "streams: {trades: {columns: [{name: a, tpe: b}]}}",
			`c.yaml:1:40: unknown key "tpe"; did you mean type? expected one of name, type`},
		{"column without a name", "streams: {trades: {columns: [{type: b}]}}",
			`c.yaml:1:30: a column without a name; write {name: a, type: STRING}`},
		{"NUL byte", "streams: {\x00}", `c.yaml:1:11: no text: a byte that is no UTF-8, or a control character; save the file as UTF-8`},
		{"invalid UTF-8", "streams: {\xff}", `c.yaml:1:11: no text: a byte that is no UTF-8, or a control character; save the file as UTF-8`},
		{"all mistakes", "streams:\n  a: {kind: x}\n  b: {partitions: y}\n",
			"c.yaml:2:13: kind: unknown value \"x\"; expected one of stream, table\n" +
				"c.yaml:3:19: partitions: expected a whole number from 1 to 1000000, found the text \"y\""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := catalog.Read("c.yaml", []byte(test.text))
			if err == nil {
				t.Fatalf("no error, %d streams", c.Len())
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReadPiledUp feeds what makes a YAML parser slow or overflow its stack.
func TestReadPiledUp(t *testing.T) {
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 1_000_000),
		"braces":   strings.Repeat("{a: ", 500_000),
		"dashes":   strings.Repeat("- ", 1_000_000),
		"tags":     "a: " + strings.Repeat("!a ", 500_000),
		"aliases":  strings.Repeat("*a ", 500_000),
		"colons":   strings.Repeat("a: ", 500_000),
		"lines":    strings.Repeat("a: 1\n", 500_000),
		"bytes":    strings.Repeat(" ", 5<<20),
	} {
		if _, err := catalog.Read("c.yaml", []byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("streams:\n  trades: {kind: stream, columns: [a, {name: b, type: c}], key: [a], partitions: 12}\n"))
	f.Add([]byte("streams: &s {a: *s, <<: *s}\n---\n- !!str 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := catalog.Read("c.yaml", data)
		if (err == nil) == (c == nil) {
			t.Fatalf("a catalog or an error, not both: %v, %v", c, err)
		}
		if err != nil && err.Error() == "" {
			t.Fatal("an error without a message")
		}
	})
}
