package render_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/report"
)

// elements reads a page as XML, which the template is too, and returns its elements. Tags that do
// not match, attributes without quotes and the like are errors.
func elements(t *testing.T, page string) []xml.StartElement {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	var all []xml.StartElement
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Copy())
		}
	}
}

// unstyled is a page without its style sheet, which one golden shows.
func unstyled(page string) string {
	before, rest, _ := strings.Cut(page, "<style>")
	_, after, _ := strings.Cut(rest, "</style>")
	return before + after
}

// attribute returns the value of an attribute, "" if there is none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// pages are pages of all kinds.
func pages() map[string]string {
	all := map[string]string{"early": render.ReplayHTML(early(), nil), "nothing": render.ReplayHTML(&report.Report{}, nil),
		"topic": render.ReplayHTML(ofTopic(12), nil), "share": render.ReplayHTML(share(), nil), "merged": render.ReplayHTML(merged(), nil)}
	for _, n := range []int{1, 3, 8, 64, 65, 1024} {
		all["complete "+strconv.Itoa(n)] = render.ReplayHTML(complete(n), []render.Note{{Kind: "advice", Text: "a & b"}})
		all["report "+strconv.Itoa(n)] = render.ReplayHTML(replayed(n), nil)
	}
	for _, plan := range []*planner.Plan{grouped(), refuted(), staged(), hostile()} {
		all["analysis of "+plan.Job] = render.AnalysisHTML(analysis(plan))
	}
	return all
}

// analysis is a replay by a plan.
func analysis(plan *planner.Plan) render.Analysis {
	return render.Analysis{Result: &planner.Result{Plans: []*planner.Plan{plan}}, Report: complete(8)}
}

// The page of an analysis has all that the plan says, in front of what the records say.
func TestAnalysisHTML(t *testing.T) {
	page := render.AnalysisHTML(analysis(staged()))
	golden(t, "analysis_html.html", unstyled(page))
	for _, text := range []string{"CREATE STREAM desk_2 AS SELECT * FROM desk_1;", "OVER (PARTITION BY trader_id)", "Must all records meet?", "round_robin"} {
		if plan, _, _ := strings.Cut(page, `id="claims"`); !strings.Contains(plan, text) {
			t.Errorf("the plan lacks %s", text)
		}
	}
}

// The page is well formed, has its landmarks, names every section, table and picture, and leads
// nowhere else.
func TestReplayHTMLStructure(t *testing.T) {
	for name, page := range pages() {
		count, ids := map[string]int{}, map[string]bool{}
		list := elements(t, page)
		for _, e := range list {
			count[e.Name.Local]++
			if id := attribute(e, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: the id %s is there twice", name, id)
				}
				ids[id] = true
			}
		}
		for _, once := range []string{"h1", "main", "header", "footer", "nav", "title"} {
			if count[once] != 1 {
				t.Errorf("%s: %d elements %s", name, count[once], once)
			}
		}
		if count["table"] == 0 || count["table"] != count["caption"] || count["script"] > 0 {
			t.Errorf("%s: %d tables, %d captions, %d scripts", name, count["table"], count["caption"], count["script"])
		}
		for _, e := range list {
			checkElement(t, name, e, ids)
		}
	}
}

// checkElement checks what an element refers to and how it is named.
func checkElement(t *testing.T, page string, e xml.StartElement, ids map[string]bool) {
	t.Helper()
	if attribute(e, "src") != "" || attribute(e, "srcset") != "" {
		t.Errorf("%s: %s loads something", page, e.Name.Local)
	}
	if href := attribute(e, "href"); href != "" && href != "data:," && !ids[strings.TrimPrefix(href, "#")] {
		t.Errorf("%s: %s leads to %s", page, e.Name.Local, href)
	}
	for _, a := range e.Attr {
		if strings.HasPrefix(a.Name.Local, "on") {
			t.Errorf("%s: %s has the handler %s", page, e.Name.Local, a.Name.Local)
		}
	}
	switch e.Name.Local {
	case "section":
		if !ids[attribute(e, "aria-labelledby")] && attribute(e, "aria-label") == "" {
			t.Errorf("%s: a section has no name", page)
		}
	case "svg":
		role := attribute(e, "role") // a group has links in it
		if attribute(e, "aria-hidden") != "true" && (role != "img" && role != "group" || attribute(e, "aria-label") == "") {
			t.Errorf("%s: a picture has no text", page)
		}
	}
}

// The page stays small, however many partitions there are.
func TestReplayHTMLSize(t *testing.T) {
	for n, limit := range map[int]int{8: 44 << 10, 64: 64 << 10, 1024: 72 << 10, 65536: 72 << 10} {
		if size := len(render.ReplayHTML(complete(n), nil)); size > limit {
			t.Errorf("%d partitions: %d bytes", n, size)
		}
	}
}

// nasty is a text as no key should be.
const nasty = "<script>alert(1)</script>\"'&\x00\x1b[31m\u202e\r\n</style>-->\xff|`{{.}}"

// nastify sets every text in a value to a nasty one, and every list to one element at least.
func nastify(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(nasty)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		nastify(v.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return // it has no text
		}
		for i := range v.NumField() {
			nastify(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		nastify(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(nasty), reflect.ValueOf(uint64(1)))
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Uint64:
		v.SetUint(3)
	case reflect.Int, reflect.Int32:
		v.SetInt(2)
	}
}

// Whatever is in a report, nothing of it is taken for markup or moves a cursor, in no format.
func TestReplayHostile(t *testing.T) {
	var r report.Report
	nastify(reflect.ValueOf(&r).Elem())
	notes := []render.Note{{Kind: "warning", Text: nasty}}
	page := render.ReplayHTML(&r, notes)
	if strings.Contains(page, "<script") || strings.Count(page, "</style>") != 1 {
		t.Error("the page has markup of the records")
	}
	elements(t, page)
	var plan planner.Plan
	nastify(reflect.ValueOf(&plan.Trace).Elem())
	nastify(reflect.ValueOf(&plan.Inputs).Elem())
	nastify(reflect.ValueOf(&plan.Alternatives).Elem())
	nastify(reflect.ValueOf(&plan.Sink).Elem())
	plan.Job, plan.File, plan.Verdict, plan.Proof = nasty, nasty, nasty, []string{nasty}
	plan.Stages = []planner.Stage{{Operator: nasty}, {Operator: nasty, Inputs: []string{nasty}}}
	plan.Advice = []planner.Advice{{Kind: nasty, Text: nasty, Statements: []string{nasty}}}
	planned := render.AnalysisHTML(render.Analysis{Result: &planner.Result{Plans: []*planner.Plan{&plan}}, Report: &r, Notes: notes})
	if strings.Contains(planned, "<script") || strings.Count(planned, "</style>") != 1 {
		t.Error("the page has markup of the plan")
	}
	elements(t, planned)
	for name, got := range map[string]string{"html": page, "html of a plan": planned, "markdown": render.ReplayMarkdown(&r, notes), "table": render.ReplayTable(&r, notes, render.Options{})} {
		for _, c := range got {
			if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == unicode.ReplacementChar) {
				t.Errorf("%s: %U is there", name, c)
			}
		}
	}
}

// luminance is the relative luminance of a colour as WCAG 2 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(c uint64) float64 {
		x := float64(c&255) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

// Text and pictures have enough contrast with what is behind them, in both palettes.
func TestReplayHTMLContrast(t *testing.T) {
	css, err := os.ReadFile("assets/replay.css")
	if err != nil {
		t.Fatal(err)
	}
	palettes := regexp.MustCompile(`(?s):root \{([^}]*#[^}]*)\}`).FindAllStringSubmatch(string(css), -1)
	if len(palettes) != 2 {
		t.Fatalf("%d palettes, not a light and a dark one", len(palettes))
	}
	for i, palette := range palettes {
		colours := map[string]string{}
		for _, c := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(palette[1], -1) {
			colours[c[1]] = c[2]
		}
		for _, behind := range []string{"paper", "band"} {
			for name, least := range map[string]float64{"ink": 7, "soft": 4.5, "link": 4.5, "good": 4.5, "bad": 4.5, "some": 4.5, "none": 4.5, "bar": 3, "line-ink": 3} {
				a, b := luminance(t, colours[name]), luminance(t, colours[behind])
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < least {
					t.Errorf("palette %d: %s on %s has a contrast of %.2f, not %.1f", i, name, behind, ratio, least)
				}
			}
		}
		if a, b := luminance(t, colours["line-ink"]), luminance(t, colours["bar"]); (max(a, b)+0.05)/(min(a, b)+0.05) < 2.5 {
			t.Errorf("palette %d: the line is not seen on the bars", i)
		}
	}
}

// A curve keeps its points in the picture, at any values.
func TestReplayHTMLCurve(t *testing.T) {
	for _, value := range []float64{0, 1, 1.0001, 3, 999, 65536} {
		r := replayed(8)
		for n := 1; n <= 4096; n *= 2 {
			r.WhatIf = append(r.WhatIf, report.WhatIf{Partitions: n, MaxOverMean: value, EffectiveParallelism: value, Exact: true})
		}
		shown := 0
		for _, e := range elements(t, render.ReplayHTML(r, nil)) {
			if e.Name.Local != "circle" {
				continue
			}
			shown++
			for name, most := range map[string]float64{"cx": 360, "cy": 200} {
				if at, err := strconv.ParseFloat(attribute(e, name), 64); err != nil || at < 0 || at > most {
					t.Errorf("%v: a point at %s", value, fmt.Sprint(e.Attr))
				}
			}
		}
		if shown != 2*13 {
			t.Errorf("%v: %d points", value, shown)
		}
	}
}
