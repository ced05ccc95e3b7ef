package render_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
)

// plansPage is the page of plans.
func plansPage(r *planner.Result) string { return render.ExplainHTML(r, nil, len(render.Jobs(r)) > 1) }

// desk is one job that requires two things, with a name for its strategy that is wrong.
const desk = "-- @name: desk\r\n-- @partitioning_strategy: roundrobin\r\nCREATE STREAM desk AS\r\n\tSELECT trader, COUNT(*) OVER (PARTITION BY trader ROWS 5 PRECEDING) AS n\r\nFROM trades ORDER BY at LIMIT 3;"

func TestExplainHTML(t *testing.T) {
	golden(t, "explain_html.html", unstyled(plansPage(judged(desk))))
	golden(t, "overview_html.html", unstyled(plansPage(shop())))
}

func TestExplainHTMLStructure(t *testing.T) {
	for name, page := range map[string]string{"one": plansPage(judged(desk)), "several": plansPage(shop()), "none": plansPage(judged("SELCT 1;")),
		"a circle": plansPage(judged("CREATE STREAM a AS SELECT * FROM b; CREATE STREAM b AS SELECT * FROM a;"))} {
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
		for _, once := range []string{"h1", "main", "header", "footer", "style"} {
			if count[once] != 1 {
				t.Errorf("%s: %d elements %s", name, count[once], once)
			}
		}
		if count["table"] != count["caption"] || count["script"] > 0 {
			t.Errorf("%s: %d tables, %d captions, %d scripts", name, count["table"], count["caption"], count["script"])
		}
		for _, e := range list {
			checkElement(t, name, e, ids)
		}
	}
}

// Every requirement with a place is marked in the statement; the mark leads to the reason, and the reason back. The
// text of the statement stays whole.
func TestExplainHTMLMarks(t *testing.T) {
	v := judged(desk)
	page := plansPage(v)
	for i, r := range v.Plans[0].Required {
		reason, place := fmt.Sprintf("job-1-reason-%d", i+1), fmt.Sprintf("job-1-place-%d", i+1)
		row := regexp.MustCompile(`<tr id="` + reason + `">.*<a class="note" href="#` + place + `">.*<bdi class="code">` + regexp.QuoteMeta(r.Because.Text))
		mark := regexp.MustCompile(`<sup><a id="` + place + `" href="#` + reason + `">`)
		if r.Because.Span.IsZero() || !row.MatchString(page) || !mark.MatchString(page) {
			t.Errorf("%s is not marked, or its reason not linked", r.Because.Text)
		}
	}
	_, rest, _ := strings.Cut(page, `<pre class="sql code">`)
	pre, _, _ := strings.Cut(rest, "</pre>")
	text := regexp.MustCompile(`<sup>.*?</sup>|<[^>]*>`).ReplaceAllString(pre, "")
	want := strings.NewReplacer("\r", "", "\t", "    ").Replace(strings.TrimSuffix(desk, ";"))
	if text = strings.TrimPrefix(text, "\n"); text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

// A picture of very many nodes shows nothing; the page says what draws them.
func TestExplainHTMLManyJobs(t *testing.T) {
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "CREATE STREAM s%[1]d AS SELECT * FROM t%[1]d;", i)
	}
	page := plansPage(judged(text.String()))
	if strings.Contains(page, "<svg") || !strings.Contains(page, "too much for a picture") || strings.Count(page, "<article") != 300 {
		t.Error("600 nodes are drawn, or a job has no page")
	}
}

func TestExplainHTMLHostile(t *testing.T) {
	var plan planner.Plan
	nastify(reflect.ValueOf(&plan.Trace).Elem())
	nastify(reflect.ValueOf(&plan.Inputs).Elem())
	nastify(reflect.ValueOf(&plan.Alternatives).Elem())
	nastify(reflect.ValueOf(&plan.Sink).Elem())
	plan.Job, plan.File, plan.Strategy, plan.Verdict, plan.Proof, plan.Keys = nasty, nasty, nasty, nasty, []string{nasty}, []string{nasty}
	plan.Advice = []planner.Advice{{Kind: nasty, Text: nasty, Statements: []string{nasty}}}
	v := judged("CREATE STREAM `" + nasty + "` AS SELECT COUNT(*) FROM `<b>`; CREATE STREAM x AS SELECT 1 FROM `" + nasty + "`;")
	v.Plans = append(v.Plans, &plan)
	v.Unrouted = []planner.Unrouted{{File: nasty, Name: nasty, Because: nasty}}
	page := render.ExplainHTML(v, []render.VerifiedTopic{{Topic: nasty}}, true)
	if strings.Contains(page, "<script") || strings.Contains(page, "<b>") || strings.Count(page, "</style>") != 1 {
		t.Error("the page has markup of the jobs")
	}
	elements(t, page)
}
