package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// patience is how long one fuzzed input may take: far over what is measured, because other work may
// share the machine.
const patience = time.Minute

// seeds adds the inputs of the test data in a folder.
func seeds(f *testing.F, folder string) {
	files, err := filepath.Glob(folder + "/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no test data in %s: %v", folder, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, block := range strings.Split(string(data), "\n\n") {
			_, rest, _ := strings.Cut(block, "\n")
			input, _, _ := strings.Cut(rest, "\n----")
			f.Add(input, 0, len(input))
		}
	}
}

// FuzzRead gives the model any text and any span of it. It must not panic or take long, and what it
// says must hold together; a fix must lead further.
func FuzzRead(f *testing.F) {
	seeds(f, "testdata/read")
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		began := time.Now()
		src := diag.NewSource("fuzz", text)
		at := inside(src, diag.Span{Start: start, End: end})
		v := Read(src, diag.Span{Start: start, End: end})
		checkVerdict(t, src, at, v)
		if took := time.Since(began); took > patience {
			t.Errorf("took %v", took)
		}
		alone := Read(diag.NewSource("alone", text[at.Start:at.End]), diag.Span{})
		if alone.Accepted != v.Accepted || alone.Whole != v.Whole || alone.Message != v.Message || len(alone.Misreads) != len(v.Misreads) {
			t.Errorf("alone %+v, in place %+v", alone, v)
		}
		checkPrefix(t, src, at, v)
		if v.Fix != nil {
			better := Read(diag.NewSource("fixed", diag.Apply(src, diag.Span{End: at.End}, v.Fix)), diag.Span{Start: at.Start, End: at.End + grown(v.Fix)})
			if better.Accepted == v.Accepted && better.Message == v.Message && better.Rejected == v.Rejected && better.Ignored == v.Ignored {
				t.Errorf("the fix %+v of %q changes nothing", v.Fix, text)
			}
		}
	})
}

// grown is by how many bytes replacements make a text longer.
func grown(edits []diag.Edit) int {
	n := 0
	for _, e := range edits {
		n += len(e.Text) - (e.Span.End - e.Span.Start)
	}
	return n
}

// checkPrefix checks that what is ignored is of no consequence: the text before it reads the same.
func checkPrefix(t *testing.T, src *diag.Source, at diag.Span, v Verdict) {
	t.Helper()
	if v.Ignored.IsZero() || v.Ignored.Start == 0 {
		return
	}
	beginning := Read(src, diag.Span{Start: at.Start, End: v.Ignored.Start})
	// A metric that is annotated after the end, or begun before it, may refuse what is left.
	if len(metricsUnder(src, diag.Span{Start: at.Start, End: v.Ignored.Start})) > 0 {
		return
	}
	if !beginning.Whole || beginning.Strategy != v.Strategy || len(beginning.Misreads) != len(v.Misreads) {
		t.Errorf("%q is read as %+v, its beginning as %+v", src.Slice(at), v, beginning)
	}
}

// FuzzText gives the readers of comments and files any text.
func FuzzText(f *testing.F) {
	for _, folder := range []string{"testdata/annotations", "testdata/metrics", "testdata/split"} {
		seeds(f, folder)
	}
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		began := time.Now()
		src := diag.NewSource("fuzz", text)
		at := inside(src, diag.Span{Start: start, End: end})
		given := diag.Span{Start: start, End: end}
		checkAnnotations(t, src, at, Annotations(src, given))
		checkPieces(t, src, Split(src))
		for _, c := range metricsUnder(src, given) {
			if c.Span.Start < at.Start || c.Span.End > at.End || c.Message == "" || c.Form == "" {
				t.Errorf("%+v is outside %v of %q", c, at, text)
			}
		}
		if took := time.Since(began); took > patience {
			t.Errorf("took %v", took)
		}
	})
}
