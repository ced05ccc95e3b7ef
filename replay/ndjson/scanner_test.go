package ndjson

import (
	"bytes"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/ndjson/ndjsontest"
)

var twinPaths = [][]string{{"a"}, {"a", "a"}, {"b"}, {"a", "b", "a"}, {"\u00e9"}, {"\ufffd"}, {""}}

// newTwinScanner returns a scanner for twinPaths.
func newTwinScanner() (*Scanner, []*Field) {
	c := NewFields()
	var fields []*Field
	for _, path := range twinPaths {
		fields = append(fields, c.Add(path))
	}
	s := NewScanner(c)
	return &s, fields
}

// compareTwins fails the test if the scanner sees anything else in a line than its twin. The line
// is put between two others, which must not matter. It is read alone, first by its layout if that is known, then
// by tokens that are made of all three lines.
func compareTwins(t *testing.T, s *Scanner, fields []*Field, line []byte) {
	t.Helper()
	wantWhy, want := ndjsontest.Line(line, twinPaths)
	const before, after = "{\"a\":1}\n", "\n{\"b\":2}\n"
	text := append(append([]byte(before), line...), after...)
	s.Reset(ndjsontest.Padded(text))
	compareLine(t, s, fields, len(before), line, wantWhy, want)
	if !canIndex {
		return
	}
	// Each line begins at another place of a block, and is read in one of the ways to make tokens.
	places := crc32.ChecksumIEEE(line) % blockBytes
	chooseIndex(crc32.ChecksumIEEE(line)&blockBytes != 0)
	defer chooseIndex(true)
	text = append(append(bytes.Repeat([]byte(" "), int(places)), before...), line...)
	first := len(text) - len(line)
	text = append(text, after...)
	s.Reset(ndjsontest.Padded(text))
	rest := s.layouts.rest
	s.layouts.rest = restLines
	if end, why := s.Line(0); end != first-1 || why != Accepted {
		t.Fatalf("the line before %q: %v, ends at %d of %d", line, why, end, first-1)
	}
	if end := s.indexed(first, false); end == bad && wantWhy == "accepted" && len(line) < 60 { // too few for too deep
		t.Fatalf("%q is not read by its tokens", line)
	}
	s.index.end = s.index.base
	compareLine(t, s, fields, first, line, wantWhy, want)
	if end, why := s.Line(first + len(line) + 1); end != len(text)-1 || why != Accepted {
		t.Fatalf("the line behind %q: %v, ends at %d of %d", line, why, end, len(text)-1)
	}
	s.layouts.rest = rest
}

// compareLine compares what the scanner sees in the line at i with what its twin does.
func compareLine(t *testing.T, s *Scanner, fields []*Field, i int, line []byte, wantWhy string, want [][]byte) {
	t.Helper()
	end, why := s.Line(i)
	if why.String() != wantWhy {
		t.Fatalf("%q: %v, the twin says %v", line, why, wantWhy)
	}
	if end != i+len(line) {
		t.Fatalf("%q: ends at %d, want %d", line, end-i, len(line))
	}
	if why != Accepted {
		return
	}
	for i, f := range fields {
		if got := s.Value(f); !bytes.Equal(got, want[i]) {
			t.Fatalf("%q: field %q is %q, the twin says %q", line, twinPaths[i], got, want[i])
		}
	}
}

// TestScannerEveryShortLine compares the twins on every line up to a length over small alphabets
// of pieces, each of which is about one part of the grammar.
func TestScannerEveryShortLine(t *testing.T) {
	for _, test := range []struct {
		prefix, suffix string
		pieces         []string
		length         int
	}{
		{"", "", []string{"{", "}", "[", "]", `"a"`, ":", ",", "1", " "}, 6},
		{"", "", []string{`{"a":`, "}", "[", "]", ",", `"a":`, "1", `"b":`, `"x"`}, 5},
		{`{"a":`, "}", []string{"-", "0", "1", ".", "e", "E", "+", " ", "x"}, 5},
		{`{"a":"`, `"}`, []string{`\`, `"`, "u", "0", "9", "aF", "n", "\t", "\x80", "\u00e9", "x"}, 5},
		{`{"`, `":1}`, []string{`\`, "u", "00e9", "61", "0061", "a", "d83d", "\u00e9", "\xff", `"`}, 5},
		{`{"a":`, "}", []string{"t", "r", "u", "e", "fals", "n", "ull", ",", " "}, 5},
		{"", "", []string{" ", "\t", "\r", "{}", "\u00a0", "\ufeff", "null", "\x00", `{"":1}`}, 5},
	} {
		s, fields := newTwinScanner()
		var line []byte
		var grow func(left int)
		grow = func(left int) {
			compareTwins(t, s, fields, append(append([]byte(test.prefix), line...), test.suffix...))
			compareTwins(t, s, fields, append([]byte(test.prefix), line...)) // cut short
			if left == 0 {
				return
			}
			before := len(line)
			for _, piece := range test.pieces {
				line = append(line[:before], piece...)
				grow(left - 1)
			}
			line = line[:before]
		}
		grow(test.length)
	}
}

// TestScannerStrings compares the twins on strings of every length around the eight bytes that are
// looked at together, with every byte at every place.
func TestScannerStrings(t *testing.T) {
	s, fields := newTwinScanner()
	for length := range 20 {
		for place := range length {
			for b := range 256 {
				if b == '\n' {
					continue
				}
				content := bytes.Repeat([]byte("x"), length)
				content[place] = byte(b)
				compareTwins(t, s, fields, []byte(`{"a":"`+string(content)+`","b":2}`))
				compareTwins(t, s, fields, []byte(`{"`+string(content)+`":1,"a":"`+string(content)))
			}
		}
	}
}

func TestScannerDepth(t *testing.T) {
	s, fields := newTwinScanner()
	for _, depth := range []int{maxNesting - 2, maxNesting - 1, maxNesting, maxNesting + 1, 3 * maxNesting} {
		for _, bracket := range []string{"[]", `{"a":}`, `{"x":}`} {
			last := len(bracket) - 1
			open, shut := strings.Repeat(bracket[:last], depth), strings.Repeat(bracket[last:], depth)
			for _, line := range []string{
				open + "1" + shut, open, `{"x":` + open + "1" + shut + "}", `{"a":{"b":` + open + "1" + shut + "}}",
				`{"x":` + open,
			} {
				compareTwins(t, s, fields, []byte(line))
			}
		}
	}
}

// TestScannerDeepPath: the limit holds inside wanted fields too.
func TestScannerDeepPath(t *testing.T) {
	path := make([]string, maxNesting+10)
	for i := range path {
		path[i] = "a"
	}
	c := NewFields()
	c.Add(path)
	s := NewScanner(c)
	for _, depth := range []int{maxNesting - 1, maxNesting, maxNesting + 1} {
		line := strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
		s.Reset(ndjsontest.Padded([]byte(line + "\n")))
		want, _ := ndjsontest.Line([]byte(line), nil)
		if _, why := s.Line(0); why.String() != want {
			t.Errorf("depth %d: %v, the twin says %v", depth, why, want)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, line := range []string{
		``, ` `, `{}`, `[]`, `{"a":1,"a":{"b":{"a":[1,{"a":2}]}}}`, `{"a":{"a":1},"a":{"b":2}}`, `{"\u0061":-0.5e+7}`,
		`{"\ud83d":"\ud83d\ude00","":null}`, "{\"a\":\"\x80\"}", `{"a":tru}`, "{\"a\":1}\r", `{"a":1}x`, `nul`, "\ufeff{}",
		`{"x":[{"y":[[],{}]},true,false],"b":"\\\"\/\b\f\n\r\t"}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		s, fields := newTwinScanner()
		for _, part := range bytes.Split(line, []byte("\n")) {
			compareTwins(t, s, fields, part)
		}
	})
}

// TestIndexTakesLines: what is well-formed is read by its tokens, unless it is too deep or too long for them.
func TestIndexTakesLines(t *testing.T) {
	if !canIndex {
		t.Skip("no index on this machine")
	}
	s, _ := newTwinScanner()
	for _, test := range []struct {
		line string
		want bool
	}{
		{`{}`, true},
		{` { "a" : -0.5 , "b" : [ true , false , null , [ ] , { } ] } ` + "\r", true},
		{`{"a":{"b":{"a":{"x":[1,[2,{"y":3.25e-7}]]}}},"x":"\\\"\/\b\f\n\r\t\u00e9"}`, true},
		{`{"x":` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + `}`, true},
		{`{"x":` + strings.Repeat("[", 90) + strings.Repeat("]", 90) + `}`, false},
		{`{"x":"` + strings.Repeat("x", largestPiece-100) + `"}`, true},
		{`{"x":"` + strings.Repeat("x", largestPiece) + `"}`, false},
		{`{"x":01}`, false},
	} {
		s.Reset(ndjsontest.Padded([]byte(test.line + "\n")))
		if end := s.indexed(0, false); (end != bad) != test.want {
			t.Errorf("%.60s: ends at %d", test.line, end)
		}
	}
}

// TestIndexPieces compares the twins on many lines in one text, so that pieces begin and end everywhere.
func TestIndexPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s, fields := newTwinScanner()
	lines := []string{
		`{"a":1.25,"b":"x"}`, `{"b":{"a":[1,2,{"a":3}]},"a":{"a":-1,"b":{"a":"\"\\"}}}`, ``, `{"a":01}`, `{"a":"open}`, `{"a":"\`, `[1]`,
		"{\"é\":\"\xff\"}", `{"x":"` + strings.Repeat(`\\`, 50) + `","b":null}`, `{"a":1.2.3}`, `{"a":truex}`,
		`{"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `,"a":2}`, `{"x":"` + strings.Repeat("long ", 3000) + `","a":7}`,
	}
	for round := range 16 {
		var text []byte
		var chosen []string
		good := random.IntN(8) // the first lines are well-formed
		for range 150 {
			line := lines[random.IntN(2)]
			if random.IntN(8) >= good {
				line = lines[random.IntN(len(lines))]
			}
			line += strings.Repeat(" ", random.IntN(70))
			chosen = append(chosen, line)
			text = append(append(text, line...), '\n')
		}
		chooseIndex(round%4 < 2)
		s.Reset(ndjsontest.Padded(text))
		if s.layouts.rest = 0; round%2 == 0 {
			s.layouts.rest = len(chosen)
		}
		i := 0
		for _, line := range chosen {
			why, want := ndjsontest.Line([]byte(line), twinPaths)
			compareLine(t, s, fields, i, []byte(line), why, want)
			i += len(line) + 1
		}
	}
	chooseIndex(true)
}

// TestNamesWithBackslashes: a wanted name with a backslash is not the name that is written like it.
func TestNamesWithBackslashes(t *testing.T) {
	c := NewFields()
	quote, backslash := c.Add([]string{`"`}), c.Add([]string{`\"`})
	s := NewScanner(c)
	for range 3 {
		s.Reset(ndjsontest.Padded([]byte(`{"\"":1,"\\\"":2}` + "\n")))
		if _, why := s.Line(0); why != Accepted || string(s.Value(quote)) != "1" || string(s.Value(backslash)) != "2" {
			t.Fatalf("%v, %s and %s", why, s.Value(quote), s.Value(backslash))
		}
		s.layouts.rest = restLines // by tokens the next time
	}
}

// TestIndexWays: both ways to make tokens make the same ones of any bytes.
func TestIndexWays(t *testing.T) {
	if !canIndex {
		t.Skip("no index on this machine")
	}
	defer chooseIndex(true)
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "{}[],:\"\"\"\\\\ \t\n0019.-eEtruefalsn/bu\x00\x80\u00e9*<#"
	text := make([]byte, 4*blockBytes)
	for range 5_000 {
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		var made [2][2][]uint16
		var seen [2]uint64
		for way := range made {
			chooseIndex(way == 0)
			tokens, looks := make([]uint16, len(text)+2*blockBytes), make([]uint16, len(text)+blockBytes)
			n, m, saw := indexBlocks(&text[0], len(text), &tokens[0], &looks[0])
			made[way], seen[way] = [2][]uint16{tokens[:n], looks[:m]}, saw
		}
		if diff := cmp.Diff(made[0], made[1]); diff != "" || seen[0] != seen[1] {
			t.Fatalf("%q: seen %d and %d, %s", text, seen[0], seen[1], diff)
		}
	}
}
