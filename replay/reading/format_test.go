package reading

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestFormatOf: an input is read value by value only if it is sure not to be one value a line.
func TestFormatOf(t *testing.T) {
	for content, want := range map[string]Format{
		"":                                       FormatLines,
		"\n\n":                                   FormatLines,
		"{}":                                     FormatLines,
		"{\"a\":1}\n{\"a\":\n":                   FormatLines,
		"{\"a\":1}\r\n{\"a\":2}\r\n":             FormatLines,
		"{\"a\":1} \n":                           FormatLines,
		"{\"a\":1}x\n":                           FormatLines,
		"{\"a\":1\n{\"a\":2}\n":                  FormatLines, // a line that is cut off
		"{\"a\":1\n":                             FormatLines,
		"{\n":                                    FormatLines,
		"[]\n{}\n":                               FormatLines,
		"[1]\n":                                  FormatLines,
		"oops\n{\n}":                             FormatLines,
		"[{\"a\":1}]":                            FormatValues,
		"\ufeff \n[\n {\"a\":1}\n]":              FormatValues,
		"{\n  \"a\": 1\n}\n":                     FormatValues,
		"{\"a\":1,\n\"b\":2}":                    FormatValues,
		"{\"a\":[1,\n2":                          FormatValues,
		"{\"a\":1}{\"a\":2}\n":                   FormatValues,
		"{\"a\":1} {\"a\":2}\n":                  FormatValues,
		"{\"a\":1}\r{\"a\":2}\r":                 FormatValues,
		"\x1e{\"a\":1}\n\x1e{\"a\":2}\n":         FormatValues,
		"a,b\n1,2\n":                             FormatCSV,
		"a;b;c\n1;2;3\n":                         FormatMaybeCSV,
		"a,b\n{\"a\":1,\"b\":2}\n":               FormatLines,
		"CREATE STREAM a AS\nSELECT 1":           FormatSQL,
		"-- a comment\nselect":                   FormatSQL,
		"<a>\n":                                  FormatMarkup,
		strings.Repeat(" ", 2*sampleBytes) + "[": FormatLines,
	} {
		if got, sure := formatOf([]byte(content), true); got != want || !sure {
			t.Errorf("%q: %s, %v, want %s", content, got, sure, want)
		}
		for name, r := range map[string]io.Reader{
			"at once": strings.NewReader(content), "one byte at a time": iotest.OneByteReader(strings.NewReader(content)),
			"with its end": iotest.DataErrReader(strings.NewReader(content)),
		} {
			got, whole, err := sniff(r, false, (&Config{}).chooser(StdinPath))
			text, failed := io.ReadAll(whole)
			if err != nil || failed != nil || string(text) != content || got != want {
				t.Errorf("%q %s: %s, %q, errors %v, %v", content, name, got, text, err, failed)
			}
		}
	}
}

// TestForeign: what is no text of records is named.
func TestForeign(t *testing.T) {
	for begin, want := range map[string]string{
		"\xff\xfe{\x00": "UTF-16", "{\x00\"\x00": "UTF-16", "\x00{\x00\"": "UTF-16", "{\x00\n\x00": "UTF-16", "\xff\xfe\x00\x00": "UTF-32",
		"\xfd7zXZ\x00\x00": "xz", "BZh91AY": "bzip2", "\x04\x22\x4d\x18": "LZ4", "PK\x03\x04": "ZIP",
		"{}": "", "{\x00": "", "{\x00\x00\x00": "", "\x00{ab": "", "B": "", "PARA": "", "": "",
	} {
		err := foreign([]byte(begin), false)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", begin, err, want)
		}
		if _, _, err := sniff(iotest.OneByteReader(strings.NewReader(begin)), false, (&Config{}).chooser(StdinPath)); (err == nil) != (want == "") {
			t.Errorf("%q byte by byte: %v", begin, err)
		}
	}
	if err := foreign([]byte(gzipMagic+"\x08"), true); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Error(err)
	}
}

// linesOf returns the lines of some values, read in pieces of a size.
func linesOf(content string, size int) (lines []string, err error) {
	var out bytes.Buffer
	v := newValues(strings.NewReader(content))
	v.buffer = v.buffer[:size]
	piece := make([]byte, size)
	for err == nil {
		var n int
		n, err = v.Read(piece)
		out.Write(piece[:n])
	}
	if err == io.EOF {
		err = nil
	}
	text := strings.TrimSuffix(out.String(), "\n")
	if text == "" {
		return nil, err
	}
	return strings.Split(text, "\n"), err
}

// TestValues: each value becomes a line, however it is laid out and wherever a read ends.
func TestValues(t *testing.T) {
	for content, want := range map[string][]string{
		`[{"a":1},{"a":2}]`:                         {`{"a":1}`, `{"a":2}`},
		"[\n {\"a\": 1},\n {\"a\": 2}\n]\n":         {`{"a": 1}`, `{"a": 2}`},
		"{\n\"a\": [1,\n{\"b\":\"]}\\\"\"}]\n}\n{}": {`{ "a": [1, {"b":"]}\""}] }`, `{}`},
		"{}{}{}":                         {"{}", "{}", "{}"},
		"{\"a\":1}\r{\"a\":2}\r":         {`{"a":1}`, `{"a":2}`},
		"\x1e{\"a\":1}\n\x1e{\"a\":2}\n": {`{"a":1}`, `{"a":2}`},
		`[1,"x,]",null,[{}],{}]`:         {"1", `"x,]"`, "null", "[{}]", "{}"},
		"{}\nsome text, no JSON\n{}":     {"{}", "some text, no JSON", "{}"},
		"{\"a\":\"\n\"}":                 {"{\"a\":\"\x01\"}"},
		"[{}]\n[{},{}]":                  {"{}", "{}", "{}"},
		"{\"a\":{":                       {`{"a":{`},
		"{]{}":                           {"{]", "{}"},
		" \n ":                           nil,
	} {
		for size := 1; size < 20; size++ {
			got, err := linesOf(content, size)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Fatalf("%q in pieces of %d: error %v, %s", content, size, err, diff)
			}
		}
	}
	for _, cut := range []string{`[{"a":1},{"a"`, `[{"a":1}`, `[{"a":1},`} {
		if lines, err := linesOf(cut, 5); err != errOpenArray || len(lines) == 0 {
			t.Errorf("%q: error %v, %q", cut, err, lines)
		}
	}
}

// TestValuesOfAnything: the values are those that encoding/json finds.
func TestValuesOfAnything(t *testing.T) {
	value := rapid.Map(rapid.MapOf(rapid.String(), rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.Int(), func(n int) any { return n }),
		rapid.Map(rapid.SliceOf(rapid.StringMatching(`[\[\]{}",\\ ]*`)), func(l []string) any { return l }))),
		func(m map[string]any) any { return m })
	rapid.Check(t, func(t *rapid.T) {
		var content strings.Builder
		var want []any
		array := rapid.Bool().Draw(t, "array")
		for i := range rapid.IntRange(1, 5).Draw(t, "values") {
			v := value.Draw(t, "value")
			text, _ := json.MarshalIndent(v, "", rapid.SampledFrom([]string{"", " "}).Draw(t, "indent"))
			var plain any
			json.Unmarshal(text, &plain)
			want = append(want, plain)
			if array {
				content.WriteString([]string{"[", ","}[min(i, 1)])
			}
			content.Write(text)
			content.WriteString(rapid.SampledFrom([]string{"", "\n", " \r\n"}).Draw(t, "between"))
		}
		if array {
			content.WriteString("]")
		}
		lines, err := linesOf(content.String(), rapid.IntRange(1, 40).Draw(t, "size"))
		if err != nil || len(lines) != len(want) {
			t.Fatalf("%q: error %v, %d lines", content.String(), err, len(lines))
		}
		for i, line := range lines {
			var got any
			if err := json.Unmarshal([]byte(line), &got); err != nil || !cmp.Equal(got, want[i]) {
				t.Fatal(fmt.Sprintf("%q", line), err)
			}
		}
	})
}

// BenchmarkValues measures how fast an array is turned into lines.
func BenchmarkValues(b *testing.B) {
	content := "[" + strings.Repeat(`{"symbol":"SYM0001","price":10.25,"quantity":7,"side":"BUY","venue":"XNAS"},`, 10_000) + "{}]"
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if n, err := io.Copy(io.Discard, newValues(strings.NewReader(content))); err != nil || n == 0 {
			b.Fatal(n, err)
		}
	}
}
