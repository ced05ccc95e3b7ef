package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// lintText lints one text with a catalog file's content.
func lintText(t *testing.T, text, catalogText string, cfg lint.Config) *lint.Result {
	t.Helper()
	return lintWith(t, text, catalogText, planner.Config{}, cfg)
}

// lintWith is lintText with more that the planner knows.
func lintWith(t *testing.T, text, catalogText string, plans planner.Config, cfg lint.Config) *lint.Result {
	t.Helper()
	if catalogText != "" {
		c, err := catalog.Read("catalog.yaml", []byte(catalogText))
		if err != nil {
			t.Fatal(err)
		}
		plans.Catalog = c
	}
	return lint.Run([]*diag.Source{diag.NewSource("job.sql", text)}, plans, cfg)
}

// first is the first finding of a result; nil if there is none.
func first(r *lint.Result) *lint.Finding {
	for _, f := range r.Findings() {
		return f
	}
	return nil
}

// show lists findings, a line each.
func show(r *lint.Result) string {
	var b strings.Builder
	for _, f := range r.Findings() {
		d := f.Present()
		b.WriteString(f.Code() + " " + d.Severity + " " + d.Message + " [" + d.Help + "]\n")
	}
	return b.String()
}

// The text that a rule's page shows as bad has exactly its finding, and the good one has none.
func TestDocs(t *testing.T) {
	for i, r := range lint.All {
		t.Run(r.Code(), func(t *testing.T) {
			if i > 0 && r.Code() <= lint.All[i-1].Code() {
				t.Errorf("%s stands behind %s", r.Code(), lint.All[i-1].Code())
			}
			if r.Doc.Finds == "" || r.Doc.Why == "" || r.Doc.Since == "" || r.Name == "" {
				t.Error("the documentation has gaps")
			}
			page, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules", r.Code()+".md"))
			if err != nil || string(page) != render.RuleMarkdown(r) {
				t.Errorf("its page is not current (%v): run go generate ./planner/lint", err)
			}
			if shown := strings.Contains(string(page), "\n## Witness\n"); !shown && slices.Contains([]string{"VP101", "VP102", "VP103"}, r.Code()) {
				t.Error("its page shows no records")
			}
			if r.Code() == "VP005" {
				return // about files without a text
			}
			var plans planner.Config
			if r.Code() == "VP405" {
				plans.Cluster = &planner.Cluster{Name: "the cluster", Partitions: map[string]int{"orders": 16}}
			}
			bad := lintWith(t, r.Doc.Bad, r.Doc.Catalog, plans, lint.Config{})
			if bad.Len() != 1 || first(bad).Code() != r.Code() {
				t.Errorf("the bad text has\n%s", show(bad))
			}
			if good := lintWith(t, r.Doc.Good, r.Doc.Catalog, plans, lint.Config{}); good.Summary.Errors+good.Summary.Warnings+good.Summary.Notes > 0 {
				t.Errorf("the good text has\n%s", show(good))
			}
		})
	}
}

// docs/rules holds a page a rule and the list of all, and nothing else.
func TestPages(t *testing.T) {
	pages, err := os.ReadDir(filepath.Join("..", "..", "docs", "rules"))
	if err != nil || len(pages) != len(lint.All)+1 {
		t.Errorf("%d pages for %d rules and the list, %v", len(pages), len(lint.All), err)
	}
	list, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules", "README.md"))
	if err != nil || string(list) != render.RulesMarkdown(lint.All) {
		t.Errorf("the list is not current (%v): run go generate ./planner/lint", err)
	}
}
