package diag

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// positionByCounting is the slow twin of Source.Position.
func positionByCounting(text string, offset int) Position {
	offset = min(max(offset, 0), len(text))
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return Position{Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(before[start:])}
}

// Lines of any length have the positions that counting gives, in text that is no UTF-8 too.
func TestPositionAgainstCounting(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "é", "価", "😀", "\n", "\xff", "\xe4\xbe", "\x80\x80\x80\x80\x80", "\r\n"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(0, 6).Draw(t, "pieces") {
			b.WriteString(strings.Repeat(piece.Draw(t, "piece"), rapid.IntRange(0, 3*markEvery).Draw(t, "times")))
		}
		s := NewSource("a.sql", b.String())
		for range 20 {
			offset := rapid.IntRange(-1, len(s.Text)+1).Draw(t, "offset")
			// Inside a character the two may differ: no span begins there.
			for offset > 0 && offset < len(s.Text) && !utf8.RuneStart(s.Text[offset]) {
				offset--
			}
			if got, want := s.Position(offset), positionByCounting(s.Text, offset); got != want {
				t.Fatalf("offset %d of %d bytes: %+v, counting gives %+v", offset, len(s.Text), got, want)
			}
			at := min(max(offset, 0), len(s.Text))
			if got, want := s.LineStart(s.Position(at).Line), strings.LastIndexByte(s.Text[:at], '\n')+1; got != want {
				t.Fatalf("offset %d: its line starts at %d, not %d", at, got, want)
			}
		}
	})
}

// A mark that falls on stray bytes after a character does not divide the character.
func TestMarkBehindCharacter(t *testing.T) {
	text := strings.Repeat("😀", markEvery/4) + "\x80\x80\x80\x80\x80"
	if got, want := NewSource("a.sql", text).Position(len(text)), positionByCounting(text, len(text)); got != want {
		t.Errorf("%+v, counting gives %+v", got, want)
	}
}

// Positions in one long line take no longer than in short ones.
func BenchmarkPositionInLongLine(b *testing.B) {
	s := NewSource("a.sql", strings.Repeat("SELECT é FROM t; ", 1<<18))
	for i := 0; b.Loop(); i++ {
		if p := s.Position((i * 18 * 4099) % len(s.Text)); p.Line != 1 {
			b.Fatalf("%+v", p)
		}
	}
}
