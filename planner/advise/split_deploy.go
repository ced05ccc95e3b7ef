package advise

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// deployable completes the statements that a job is split into, so that the engine runs them as planned: each names its
// strategy, and has the properties of what it reads and writes. If the job has properties, the streams between the
// statements need a type as well: without one the engine refuses the statement (sql/query_analyzer.rs).
func (a *adviser) deployable(parts []string, streams ...string) []string {
	if a.env.Config.NoEngine || len(parts) != len(streams)+1 {
		return parts
	}
	out := make([]string, len(parts))
	for i, part := range parts {
		var props []string
		if i > 0 {
			props = append(props, "'"+streams[i-1]+".type' = 'kafka_source'")
		}
		if i < len(streams) {
			props = append(props, "'"+streams[i]+".type' = 'kafka_sink'")
		}
		out[i] = a.ran[i].Line() + "\n" + a.withProperties(part, props, i == len(streams))
	}
	return out
}

// withProperties gives one of the statements, besides its own, the properties of the job that are about it.
func (a *adviser) withProperties(part string, props []string, last bool) string {
	src := diag.NewSource("", part)
	file, _ := syntax.Parse(src)
	if len(a.stmt.Props) == 0 || len(file.Statements) != 1 {
		return part
	}
	stmt := file.Statements[0]
	names := a.mentioned(stmt)
	for _, p := range a.stmt.Props {
		about := a.about(p.Name)
		switch {
		case p.Name == "partitioning_strategy" || about != "" && !names[about]:
		case about == "" && !last: // it may be about the whole job, whose sink is that of the last statement
		default:
			props = append(props, a.slice(p.Span()))
		}
	}
	if len(stmt.PropBlocks) == 0 {
		return strings.TrimSuffix(strings.TrimSpace(part), ";") + "\n" + with(props) + ";"
	}
	var edits []diag.Edit
	for _, block := range stmt.PropBlocks {
		if len(edits)+1 < len(stmt.PropBlocks) && block.Start > 0 && part[block.Start-1] == ' ' {
			block.Start--
		}
		edits = append(edits, diag.Edit{Span: block})
	}
	edits[len(edits)-1].Text = with(props) // in its place: something may follow
	return diag.Apply(src, diag.Span{}, edits)
}

func with(props []string) string { return "WITH (\n    " + strings.Join(props, ",\n    ") + "\n)" }

// about is the source or sink of the job that a property is about; "" if it is about none of them.
func (a *adviser) about(property string) string {
	best := ""
	names := []string{a.stmt.Target.Name, a.stmt.Into.Name}
	for _, s := range a.tree.Scans {
		names = append(names, s.Name)
	}
	for _, name := range names {
		if name != "" && strings.HasPrefix(property, name+".") && len(name) > len(best) {
			best = name
		}
	}
	return best
}

// mentioned are the names that a statement reads and writes.
func (a *adviser) mentioned(stmt *syntax.Statement) map[string]bool {
	names := map[string]bool{stmt.Target.Name: true, stmt.Into.Name: true}
	syntax.Inspect(stmt.Query, func(n syntax.Node) bool {
		if t, ok := n.(*syntax.TableRef); ok {
			names[syntax.Dotted(t.Name)] = true
		}
		return true
	})
	return names
}
