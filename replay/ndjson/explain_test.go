package ndjson

import "testing"

// TestExplain: a rejected line is shown with the place, what was expected there and what was found.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		line string
		want Fault
	}{
		{`oops`, Fault{1, "a value, found 'o'", "oops"}},
		{`{"a":1`, Fault{7, "more, found the end of the line", `{"a":1`}},
		{`{"a" 1}`, Fault{6, "a colon, found '1'", `{"a" 1}`}},
		{`{"ä":1 "b":2}`, Fault{8, `a comma or }, found '"'`, `{"ä":1 "b":2}`}},
		{`{"a":[1 2]}`, Fault{9, "a comma or ], found '2'", `{"a":[1 2]}`}},
		{`{a:1}`, Fault{2, "a name in quotes, found 'a'", `{a:1}`}},
		{`{"a":1} x`, Fault{9, "the end of the line, found 'x'", `{"a":1} x`}},
		{`{"a":tru}`, Fault{9, "true, found '}'", `{"a":tru}`}},
		{`{"a":1.}`, Fault{8, "a digit, found '}'", `{"a":1.}`}},
		{`{"a":"\x"}`, Fault{8, `an escape, as \n, found 'x'`, `{"a":"\x"}`}},
		{` [1]`, Fault{2, `an object, as {"a": 1}, found '['`, ` [1]`}},
		{"{\"a\":\"\xff\"}", Fault{7, "UTF-8, found the byte 0xff", "{\"a\":\"\xff\"}"}},
		{`{"first":"a long text before the place","a":?,"last":"and a long text after it, which is cut"}`,
			Fault{45, "a value, found '?'", `…fore the place","a":?,"last":"and a long text after it, whic…`}},
		{`{"a":1}`, Fault{}},
	} {
		s := NewScanner(NewFields())
		s.Reset(append([]byte(c.line+"\n"), make([]byte, Padding)...)[:len(c.line)+1])
		_, why := s.Line(0)
		if got := Explain([]byte(c.line), why); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.line, got, c.want)
		}
	}
}
