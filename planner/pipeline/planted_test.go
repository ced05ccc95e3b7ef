package pipeline_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// grounds are statements that together have an expression in every place where the dialect takes one.
var grounds = []string{
	"SELECT a, t.b AS x, -c, d + e, CASE f WHEN g THEN h ELSE i END, CASE WHEN j THEN k END, CAST(l AS INT), m[n], (o).p, UPPER(q) FROM t",
	"SELECT a FROM t WHERE b BETWEEN c AND d AND e IN (f, g) AND h IS NULL AND i LIKE j AND (k, l) = (m, n) AND o = ANY(p, q)",
	"SELECT a FROM t WHERE b IN (SELECT c FROM u) AND d = ALL (SELECT e FROM u) AND EXISTS (SELECT f FROM u WHERE g = h)",
	"SELECT DISTINCT ON (a, b) c FROM t ORDER BY d LIMIT 3",
	"SELECT a, COUNT(b) FILTER (WHERE c > 1), SUM(DISTINCT d) FROM t GROUP BY a HAVING MAX(e) > f",
	"SELECT a FROM t GROUP BY GROUPING SETS ((a, b), (c)), ROLLUP (d, e)",
	"SELECT SUM(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), LISTAGG(d) WITHIN GROUP (ORDER BY e) FROM t",
	"SELECT SUM(a) OVER (w) FROM t WINDOW w AS (PARTITION BY b ORDER BY c)",
	"SELECT a FROM t JOIN u ON t.a = u.b AND t.c > u.d LEFT JOIN v ON e = f",
	"SELECT a FROM (SELECT b AS a FROM t WHERE c > 1) AS s UNION SELECT d FROM u INTERSECT SELECT e FROM v",
	"WITH s AS (SELECT a FROM t WHERE b > 1) SELECT a FROM s",
	"SELECT a FROM TABLE(f(TABLE t, b, c)) AS x",
	"SELECT a FROM t PARTITION BY b, UPPER(c)",
	"SELECT a FROM t ORDER BY b LIMIT c OFFSET d",
	"SELECT a FROM (VALUES (b, c), (d, e)) AS s (f, g), t",
	"INSERT INTO o VALUES (a, b)",
	"SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b MEASURES c AS d PATTERN (X Y) DEFINE X AS e > 1, Y AS f < 2) AS m",
	"SELECT a FROM TABLE(f(TABLE t PARTITION BY b ORDER BY c)) AS x",
	"SELECT FIRST_VALUE(a ORDER BY b) FROM t GROUP BY c",
	"SELECT a FROM t CROSS JOIN UNNEST(b) AS u (c)",
	"SELECT a, COUNT(*) FROM t GROUP BY a EMIT CHANGES",
	"SELECT a FROM t JOIN u FOR SYSTEM_TIME AS OF t.ts ON t.a = u.b",
	"SELECT SUM(a) OVER (ORDER BY c ROWS BETWEEN b PRECEDING AND d FOLLOWING) FROM t",
}

// plantedText is a subquery that reads a source of its own.
const plantedText = "(SELECT MAX(planted_q.v) FROM planted AS planted_q)"

// spot is an expression in a statement, with the field of the tree that holds it.
type spot struct {
	field string
	at    diag.Span
}

// spots finds the expressions of a tree by reflection, so that a field that is added later is found too. fields gets
// every field that can hold an expression, of every type of node that occurs.
func spots(v reflect.Value, field string, fields map[string]bool) []spot {
	var out []spot
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		if e, ok := v.Interface().(syntax.Expr); ok && v.Kind() == reflect.Interface {
			out = append(out, spot{field, e.Span()})
		}
		return append(out, spots(v.Elem(), field, fields)...)
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, spots(v.Index(i), field, fields)...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			if v.Type().Field(i).IsExported() {
				if holdsExpr(v.Field(i).Type()) {
					fields[name] = true
				}
				out = append(out, spots(v.Field(i), name, fields)...)
			}
		}
	}
	return out
}

func holdsExpr(t reflect.Type) bool {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t == reflect.TypeFor[syntax.Expr]()
}

// noGround are the fields in which nothing can be planted, with the reason.
var noGround = map[string]string{
	"GroupElement.Sets": "the same expressions as Exprs",
}

// TestNoPlaceHidesASubquery plants a subquery in place of every expression of the statements above. What it reads must
// be among the inputs of the plan, or the text must be refused: a source that is read and not planned would be an
// untrue plan.
func TestNoPlaceHidesASubquery(t *testing.T) {
	fields, planted, refused := map[string]bool{}, map[string]int{}, map[string]int{}
	for _, text := range grounds {
		file, faults := syntax.Parse(diag.NewSource("a.sql", text))
		if len(faults) > 0 || len(file.Statements) != 1 {
			t.Fatalf("%s: %v", text, faults)
		}
		for _, s := range spots(reflect.ValueOf(file.Statements[0]), "", fields) {
			with := text[:s.at.Start] + plantedText + text[s.at.End:]
			r := pipeline.Plan([]*diag.Source{diag.NewSource("a.sql", with)}, planner.Config{})
			switch {
			case slices.ContainsFunc(r.Diagnostics, func(d planner.Diagnostic) bool { return d.Severity == diag.Error.String() }):
				refused[s.field]++
			case slices.ContainsFunc(r.Plans, reads("planted")):
				planted[s.field]++
			default:
				t.Errorf("%s: the subquery in %s is not planned: %s", s.field, with, inputs(r))
			}
		}
	}
	for f := range fields {
		if planted[f]+refused[f] == 0 && noGround[f] == "" {
			t.Errorf("no statement has an expression in %s", f)
		}
		if planted[f] == 0 && refused[f] > 0 {
			t.Logf("refused everywhere: %s", f)
		}
	}
	if len(planted) < 25 {
		t.Errorf("only %d fields were planted", len(planted))
	}
}

func reads(source string) func(*planner.Plan) bool {
	return func(p *planner.Plan) bool {
		return slices.ContainsFunc(p.Inputs, func(in planner.Input) bool { return in.Source == source })
	}
}

func inputs(r *planner.Result) string {
	var out []string
	for _, p := range r.Plans {
		for _, in := range p.Inputs {
			out = append(out, in.Source)
		}
	}
	return strings.Join(out, ", ")
}
