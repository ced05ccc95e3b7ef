package scalar

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestUnescapeEveryPlace compares with encoding/json strings of escapes that begin at every place of a block.
func TestUnescapeEveryPlace(t *testing.T) {
	pieces := []string{`\\`, `\"`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t`, `\u0041`, `\ud83d\ude00`, `\ud83d`, "x", "\u00e9", "nr", "plain text"}
	random := rand.New(rand.NewPCG(1, 2))
	for before := range 2 * blockBytes {
		for range 200 {
			var content strings.Builder
			content.WriteString(strings.Repeat("x", before))
			for range random.IntN(40) {
				content.WriteString(pieces[random.IntN(len(pieces))])
			}
			compareUnescaped(t, []byte(content.String()))
		}
	}
}

// TestUnescapeEveryShortString: all strings of a few pieces, right or not.
func TestUnescapeEveryShortString(t *testing.T) {
	pieces := []string{`\`, `u`, `0`, `d8`, `3d`, `"`, `/`, `b`, `n`, `r`, `x`, `é`}
	var content []byte
	var grow func(left int)
	grow = func(left int) {
		compareUnescaped(t, content)
		if left == 0 {
			return
		}
		before := len(content)
		for _, piece := range pieces {
			content = append(content[:before], piece...)
			grow(left - 1)
		}
		content = content[:before]
	}
	grow(5)
}

func FuzzUnescape(f *testing.F) {
	f.Add([]byte(`\"\\\/\b\f\n\r\t\u0041\ud83d\ude00\ud83d`))
	f.Fuzz(func(t *testing.T, content []byte) { compareUnescaped(t, content) })
}

// compareUnescaped compares the text of a string's content with that of encoding/json. Only backslashes matter here:
// whether a quote, a control character or what is not UTF-8 may be there is for others to say.
func compareUnescaped(t *testing.T, content []byte) {
	t.Helper()
	got, err := AppendUnescaped([]byte("before"), bytes.Clone(content))
	if bytes.ContainsFunc(content, func(r rune) bool { return r < ' ' }) || !utf8.Valid(content) {
		return
	}
	var want string
	wantErr := json.Unmarshal([]byte(`"`+quotesEscaped(content)+`"`), &want)
	if (err != nil) != (wantErr != nil) {
		t.Fatalf("%q: error %v, encoding/json says %v", content, err, wantErr)
	}
	if err == nil && string(got) != "before"+want {
		t.Fatalf("%q: %q, encoding/json says %q", content, got, want)
	}
}

// quotesEscaped puts a backslash before each quote that has none.
func quotesEscaped(content []byte) string {
	var out strings.Builder
	escaped := false
	for _, c := range content {
		if c == '"' && !escaped {
			out.WriteByte('\\')
		}
		escaped = c == '\\' && !escaped
		out.WriteByte(c)
	}
	return out.String()
}

// TestUnescapeBlocks: blocks go through all escapes but those of code points.
func TestUnescapeBlocks(t *testing.T) {
	if !canUnescapeBlocks {
		t.Skip("no blocks on this machine")
	}
	content := []byte(strings.Repeat(`\"\\\/\b\f\n\r\tx`, 10) + `\u0041`)
	dst := make([]byte, len(content)+blockBytes)
	read, written := unescapeBlocks(&dst[0], &content[0], len(content))
	if want := strings.Repeat("\"\\/\b\f\n\r\tx", 10); read != len(content)-6 || string(dst[:written]) != want {
		t.Errorf("%d of %d bytes read: %q", read, len(content), dst[:written])
	}
}
