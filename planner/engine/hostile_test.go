package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// hostile are texts of 256 KiB that break parsers, with the message that each must get; "" is for
// those that the engine reads to the end.
func hostile() []struct{ name, sql, want string } {
	r := func(part string) string { return strings.Repeat(part, 1<<18/len(part)) }
	return []struct{ name, sql, want string }{
		{"brackets", "SELECT " + r("("), "nested more than 1000 deep"},
		{"calls", "SELECT " + r("f("), "nested more than 1000 deep"},
		{"subqueries", r("(SELECT a WHERE "), "the engine expects SELECT, CREATE"},
		{"inner subqueries", "SELECT " + r("(SELECT "), "nested more than 1000 deep"},
		{"in", "SELECT a" + r(" IN (SELECT a"), "nested more than 1000 deep"},
		{"not", "SELECT " + r("NOT "), "nested more than 1000 deep"},
		{"minus", "SELECT " + r("- "), "nested more than 1000 deep"},
		{"case", "SELECT " + r("CASE WHEN "), "nested more than 1000 deep"},
		{"types", "CREATE STREAM s (a " + r("ARRAY("), "nested more than 1000 deep"},
		{"deep enough", "SELECT " + strings.Repeat("(", 900) + "a" + strings.Repeat(")", 900), ""},
		{"plus", "SELECT a" + r("+a"), ""},
		{"chain", "SELECT a" + r("=a"), ""},
		{"and", "SELECT a" + r(" AND a"), ""},
		{"not chain", "SELECT a" + r(" AND NOT a = 1"), ""},
		{"unions", "SELECT a" + r(" UNION SELECT a"), ""},
		{"joins", "SELECT a FROM t" + r(" JOIN t ON a WITHIN 1m"), ""},
		{"items", "SELECT a" + r(",a b"), "drops b"},
		{"texts", "SELECT a" + r(`,"a"`), ""},
		{"properties", "SELECT a WHERE b WITH ('a'='b'" + r(",'a'='b'") + ")", ""},
		{"dotted", "SELECT a FROM t WITH (" + r("a.") + "='b')", `expects "="`},
		{"semicolons", "SELECT a" + r(";"), ""},
		{"rest", "SELECT a" + r(";a"), "drops a and all"},
		{"quotes", "SELECT " + r(`'`), "drops the text"},
		{"backticks", "SELECT " + r("`"), "knows no character '`'"},
		{"percent", "SELECT " + r("%"), "knows no character '%'"},
		{"bytes", "SELECT " + r("\xff"), "not UTF-8"},
		{"comments", "SELECT a" + r("/*@metric: a*/"), ""},
		{"open comments", "SELECT a" + r("/*"), "never closed"},
		{"lines", "SELECT a" + r("\n--@job_mode: simple"), ""},
		{"word", "SELECT " + r("a"), ""},
		{"number", "SELECT " + r("1"), ""},
	}
}

// TestHostile reads texts that break parsers. Each must get its message, quickly.
func TestHostile(t *testing.T) {
	for _, test := range hostile() {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			src := diag.NewSource("test", test.sql)
			v := Read(src, diag.Span{})
			checkVerdict(t, src, diag.Span{End: len(src.Text)}, v)
			checkAnnotations(t, src, diag.Span{End: len(src.Text)}, Annotations(src, diag.Span{}))
			checkPieces(t, src, Split(src))
			if took := time.Since(began); took > patience {
				t.Errorf("took %v", took)
			}
			if !strings.Contains(v.Message, test.want) || test.want == "" && !v.Whole {
				t.Errorf("got %q, want %q", v.Message, test.want)
			}
		})
	}
}

// TestLargeText reads annotations and pieces of large files in time that grows with their size.
func TestLargeText(t *testing.T) {
	for _, line := range []string{"-- @observability.metrics.enabld: true\n", "/*@a: 1*/", "-- Name: a\nSELECT a;\n", "';'\n", "--@job_mode: x\n"} {
		text := strings.Repeat(line, 1<<20/len(line))
		began := time.Now()
		src := diag.NewSource("test", text)
		checkAnnotations(t, src, diag.Span{End: len(text)}, Annotations(src, diag.Span{}))
		checkPieces(t, src, Split(src))
		metricsUnder(src, diag.Span{})
		if took := time.Since(began); took > patience {
			t.Errorf("%q: took %v", line, took)
		}
	}
}

// BenchmarkRead reads a statement of a mebibyte.
func BenchmarkRead(b *testing.B) {
	const item = ",\n  CASE WHEN s.reading > 40 AND NOT (s.site = 'north') THEN ROUND(s.reading * 1.8 + 32, 2) ELSE 0 END AS n"
	const tail = "\nFROM sensors s JOIN sites p ON s.site = p.site WHERE s.device IS NOT NULL GROUP BY s.site WINDOW TUMBLING(5m) EMIT CHANGES"
	src := diag.NewSource("bench", "SELECT s.site"+strings.Repeat(item, 1<<20/len(item))+tail)
	b.SetBytes(int64(len(src.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if v := Read(src, diag.Span{}); !v.Whole || v.Keys[0] != "s.site" {
			b.Fatalf("%+v", v)
		}
	}
}
