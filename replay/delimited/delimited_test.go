package delimited

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"pgregory.net/rapid"
)

// padded returns a text that ends in a line end, with padding.
func padded(text string) []byte {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return append([]byte(text), make([]byte, Padding)...)[:len(text)]
}

// TestAppend: what becomes of rows.
func TestAppend(t *testing.T) {
	for _, c := range []struct{ header, text, want string }{
		{"a,b", "1,x\n-0.5e+3,2 \n", `{"a":1,"b":"x"} {"a":-0.5e+3,"b":"2 "}`},
		{"a,b", "01,.5\n1.,+1\n-,1e\n", `{"a":"01","b":".5"} {"a":"1.","b":"+1"} {"a":"-","b":"1e"}`},
		{"a,b", "true,false\nTrue,null\n", `{"a":true,"b":false} {"a":"True","b":"null"}`},
		{"a,b", ",\"\"\n\"\",\r\n", `{"a":null,"b":""} {"a":"","b":null}`},
		{"a,b", "\"1\",\"x,\"\"y\"\"\r\nz\"\n", `{"a":1,"b":"x,\"y\"\nz"}`},
		{"a,b", "\\,\x01\t\r\n", `{"a":"\\","b":"\u0001\t"}`},
		{"a,b", "\n\r\n1,2\n\n", `blank blank {"a":1,"b":2} blank`},
		{"a,b", "1\n1,2,3\n\"1\"x,2\n1,2\"\n\xff,1\n1,2\n", `ragged ragged quoting quoting utf8 {"a":1,"b":2}`},
		{"a,b", "1,\"2\n", `quoting`},
		{"a.b,c,a.d", "1,2,3\n", `{"a":{"b":1,"d":3},"c":2}`},
		{"a,a,b.c,b", "1,2,3,4\n", `{"a":2,"b":4}`},
		{"b,b.c", "3,4\n", `{"b":{"c":4}}`},
		{"\"a,\"\"\",b\x01", "1,2\n", `{"a,\"":1,"b\u0001":2}`},
	} {
		columns, err := Header([]byte(c.header), ',')
		if err != nil {
			t.Fatal(err)
		}
		text := padded(c.text)
		dst, rows := columns.NewWriter(nil, nil).Append(nil, nil, text)
		var got []string
		for i, line := range bytes.Split(bytes.TrimSuffix(dst, []byte("\n")), []byte("\n")) {
			name := map[ndjson.Reason]string{ndjson.Blank: "blank", ndjson.RaggedRow: "ragged", ndjson.BadQuoting: "quoting", ndjson.InvalidUTF8: "utf8"}
			if rows[i].Why != ndjson.Accepted {
				line = []byte(name[rows[i].Why])
			}
			got = append(got, string(line))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q %q:\n got %s\nwant %s", c.header, c.text, strings.Join(got, " "), c.want)
		}
	}
}

// TestWanted: only what is wanted is written, and a column of texts holds no number.
func TestWanted(t *testing.T) {
	columns := &Columns{Comma: ';', Names: []string{"x", "a.b", "a.c", "d", "e"}}
	isText := func(name string) bool { return name == "d" }
	for want, wanted := range map[string][][]string{
		`{"d":"4"}`:             {{"d"}, {"none"}},
		`{"a":{"b":2,"c":3}}`:   {{"a"}},
		`{"a":{"c":3},"e":5}`:   {{"e"}, {"a", "c"}},
		`{"a.b":2}`:             {{"a.b"}},
		`{}`:                    {{"aa"}},
		`{"x":1,"d":"4","e":5}`: {{"x"}, {"d"}, {"e"}},
	} {
		dst, _ := columns.NewWriter(wanted, isText).Append(nil, nil, padded("1;2;3;4;5"))
		if string(dst) != want+"\n" {
			t.Errorf("%v: %swant %s", wanted, dst, want)
		}
	}
}

// TestExplain: where a row is wrong.
func TestExplain(t *testing.T) {
	columns := &Columns{Comma: ',', Names: []string{"a", "b"}}
	for row, want := range map[string]string{
		`1,"x"y`:      "4 a delimiter or the end of the line after the quote, or a second quote",
		`"1" ,2`:      "2 a delimiter or the end of the line after the quote, or a second quote",
		`1,"xy`:       "2 another quote that closes this one",
		`1,x"y"`:      "3 no quote inside a field that does not begin with one",
		`1`:           "1 2 fields, found 1",
		`1,2,3,4`:     "4 2 fields, found 4",
		`"a""b",2,"3`: "9 another quote that closes this one",
	} {
		w := columns.NewWriter(nil, nil)
		_, rows := w.Append(nil, nil, padded(row))
		at, expected := w.Explain([]byte(row), rows[0].Why)
		if got := fmt.Sprint(at, " ", expected); got != want {
			t.Errorf("%s: %s, want %s", row, got, want)
		}
	}
	if _, err := Header([]byte(`a,b"c`), ','); err == nil || !strings.Contains(err.Error(), "in column 4") {
		t.Errorf("a header with a wrong quote: %v", err)
	}
}

// reference reads a text with encoding/csv, up to a quote that is not closed. A row that is wrong is nil.
func reference(text string, comma byte) (rows [][]string, open bool) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(comma), -1
	for {
		row, err := r.Read()
		switch {
		case err == io.EOF:
			return rows, false
		case errors.Is(err, csv.ErrQuote) && r.InputOffset() == int64(len(text)) && !endsWrong(text+`"`, comma):
			return rows, true
		case err != nil:
			rows = append(rows, nil)
		default:
			rows = append(rows, row)
		}
	}
}

// endsWrong reports whether the last row of a text is wrong.
func endsWrong(text string, comma byte) bool {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(comma), -1
	for wrong := false; ; {
		_, err := r.Read()
		if err == io.EOF {
			return wrong
		}
		wrong = err != nil
	}
}

// ours reads a text in pieces, as a stream does, with one column for each field.
func ours(text string, comma byte, piece int) (rows [][]string, open bool) {
	w := Writer{columns: &Columns{Comma: comma}}
	rest := ""
	for from := 0; ; from += piece {
		to := min(from+piece, len(text))
		rest += text[min(from, to):to]
		ended := to == len(text)
		end, open := Split([]byte(rest), comma, ended)
		whole := padded(rest[:end])
		for i := 0; i < len(whole); {
			next := w.row(whole, i)
			switch line := strings.TrimSuffix(string(whole[i:next-1]), "\r"); {
			case line == "":
			case w.why != ndjson.Accepted:
				rows = append(rows, nil)
			default:
				row := []string{}
				for _, f := range w.fields {
					row = append(row, string(f.content(whole, nil)))
				}
				rows = append(rows, row)
			}
			i = next
		}
		rest = rest[end:]
		if ended {
			return rows, open
		}
	}
}

// compare compares both readers. What comes after a quote that is not closed is no row of encoding/csv.
func compare(t interface{ Fatalf(string, ...any) }, text string, comma byte, piece int) {
	want, open := reference(text, comma)
	got, left := ours(text, comma, piece)
	if open != left {
		t.Fatalf("%q in pieces of %d: open %v, want %v", text, piece, left, open)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("%q in pieces of %d (-encoding/csv +ours):\n%s", text, piece, d)
	}
}

// TestRowsOfEncodingCSV: the rows are those of encoding/csv, however the text is cut.
func TestRowsOfEncodingCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "bc", "\"", "\"\"", ",", ",", "\n", "\r\n", "\r", " ", "é", "1234567"}), 0, 40).Draw(t, "text"), "")
		compare(t, text, ',', rapid.IntRange(1, 50).Draw(t, "piece"))
	})
}

// FuzzRows is the same for any bytes.
func FuzzRows(f *testing.F) {
	f.Add("a,b\n\"x\"\"y\",\"1\r\n2\"\r\n3\"4,\n", byte(';'), 7)
	f.Add("\"a\nb\",c\n\n\"d", byte(','), 3)
	f.Fuzz(func(t *testing.T, text string, comma byte, piece int) {
		if comma == '"' || comma == '\r' || comma == '\n' || comma == 0 || comma >= 0x80 || piece < 1 || piece < len(text)/50 {
			return
		}
		compare(t, text, comma, piece)
		columns := &Columns{Comma: comma, Names: []string{"a", "b.c"}}
		dst, rows := columns.NewWriter(nil, nil).Append(nil, nil, padded(text))
		lines := bytes.Split(dst, []byte("\n"))
		if len(lines) != len(rows)+1 {
			t.Fatalf("%q: %d lines of %d rows", text, len(lines)-1, len(rows))
		}
		for i, r := range rows {
			if r.Why == ndjson.Accepted && !json.Valid(lines[i]) {
				t.Fatalf("%q: row %d is %q, no JSON", text, i, lines[i])
			}
		}
	})
}
