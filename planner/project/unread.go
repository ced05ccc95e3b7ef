package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/syntax"
)

// Unread tells which facts of flags and of the catalog file are about streams that no statement reads or makes, and
// which name a key that is nearly one of the known columns. Nothing comes of such a fact, so it is most likely a slip. A
// catalog may serve many jobs: what others may read counts only where several texts are planned, and then as a note. Check
// comes first.
func (e *Environment) Unread() []diag.Diagnostic {
	if e.Config.Flags.Len()+e.Config.Catalog.Len() == 0 {
		return nil
	}
	u := e.project.unreading()
	if len(u.reads) == 0 {
		return nil
	}
	var list []diag.Diagnostic
	e.said, e.own = nil, nil // no statement is the current one
	for _, name := range e.Config.Flags.Names() {
		s, _ := e.Config.Flags.Lookup(name)
		by := cmp.Or(s.KeyBy, s.PartBy) + " " + name
		if !u.knows(name) {
			list = append(list, u.unread(by, name))
		}
		list = append(list, e.misspeltKey(by, s)...)
	}
	return append(list, e.unreadCatalog(u)...)
}

// unreadCatalog is Unread for the catalog file.
func (e *Environment) unreadCatalog(u unreading) []diag.Diagnostic {
	var list []diag.Diagnostic
	var others []string
	names := e.Config.Catalog.Names()
	lacking := u // reads only what the catalog does not have
	lacking.reads = slices.DeleteFunc(slices.Clone(u.reads), func(name string) bool {
		_, ok := e.Config.Catalog.Lookup(name)
		return ok
	})
	for _, name := range names {
		s, _ := e.Config.Catalog.Lookup(name)
		switch {
		case e.suggested[name]: // told where it is not found
		case u.knows(name):
			list = append(list, e.misspeltKey(e.Config.Catalog.File, s)...)
		case lacking.nearest(name) != "":
			list = append(list, lacking.unread(e.Config.Catalog.File, name))
		default:
			others = append(others, name)
		}
	}
	if len(others) > 0 && u.texts > 1 {
		list = append(list, diag.Diagnostic{Severity: diag.Note, File: e.Config.Catalog.File,
			Message: fmt.Sprintf("no job reads %d of its %d streams: %s", len(others), len(names), some(others)), Help: "leave them out if no other job does"})
	}
	return list
}

// fact is an annotation about a source: @source_key.NAME or @source_partitions.NAME.
type fact struct {
	annotation, family, name string
	at                       diag.Span
}

// factsOf lists the annotations of a statement about sources.
func factsOf(stmt *syntax.Statement) []fact {
	var list []fact
	for _, a := range stmt.Annotations {
		family, name, _ := strings.Cut(a.Name, ".")
		if (family == "source_key" || family == "source_partitions") && name != "" && !a.Header {
			list = append(list, fact{a.Name, family, name, a.NameSpan})
		}
	}
	return list
}

// findUnreadAnnotations warns of such annotations above a statement that reads nothing of that name.
func (c *checking) findUnreadAnnotations() {
	for i, unit := range c.project.units {
		for _, f := range unit.facts {
			var reads []string
			for _, r := range unit.reads {
				reads = append(reads, r.written, syntax.Unqualified(r.written))
			}
			if slices.ContainsFunc(reads, func(r string) bool { return strings.EqualFold(r, f.name) }) {
				continue
			}
			help := "name a stream that it reads, or put the line above the statement that reads " + f.name
			if near := mapping.Nearest(f.name, reads); near != "" {
				help = "did you mean @" + f.family + "." + near + "?"
			}
			c.report(i, diag.Warning, "unknown-annotation", f.at, "@"+f.annotation+" has no effect: the statement does not read "+f.name, help)
		}
	}
}

// misspeltKey reports a key of a stream that is not among its known columns, but nearly.
func (e *Environment) misspeltKey(by string, s *catalog.Stream) []diag.Diagnostic {
	var columns []string
	for _, c := range e.Stream(s.Name).Columns {
		columns = append(columns, c.Name)
	}
	var list []diag.Diagnostic
	for _, key := range s.Key {
		name, _, _ := strings.Cut(key, ".")
		if near := mapping.Nearest(name, columns); near != "" && !slices.Contains(columns, name) && !slices.Contains(columns, key) {
			list = append(list, diag.Diagnostic{Severity: diag.Warning, File: by, Message: s.Name + " has no column " + name, Help: "did you mean " + near + "?"})
		}
	}
	return list
}

// unreading is what the statements read and make, by all names that facts can have.
type unreading struct {
	reads []string // as they are written, sorted
	names map[string]bool
	texts int
	// topics are the names that statements give to a topic of another name
	topics map[string]string
}

func (p *Project) unreading() unreading {
	u := unreading{names: map[string]bool{}, topics: map[string]string{}}
	texts := map[*diag.Source]bool{}
	for _, unit := range p.units {
		texts[unit.Src] = true
		for _, name := range []string{unit.makes, unit.target.Name} {
			u.names[strings.ToLower(name)] = true
		}
		for _, r := range unit.reads {
			short := syntax.Unqualified(r.written)
			u.reads = append(u.reads, short)
			u.names[strings.ToLower(r.written)], u.names[strings.ToLower(short)] = true, true
			if r.name != r.written {
				u.topics[r.name] = short
			}
		}
	}
	slices.Sort(u.reads)
	u.reads, u.texts = slices.Compact(u.reads), len(texts)
	return u
}

// knows reports whether a statement reads or makes what a fact is about.
func (u unreading) knows(name string) bool { return u.names[strings.ToLower(name)] }

// nearest is the stream that a wrong name was most likely meant to be; "" if none is near.
func (u unreading) nearest(name string) string {
	return cmp.Or(u.topics[name], mapping.Nearest(syntax.Unqualified(name), u.reads))
}

// unread is a warning about a name.
func (u unreading) unread(by, name string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, File: by, Message: "no job reads " + name, Help: "the jobs read " + some(u.reads)}
	if near := u.nearest(name); u.topics[name] != "" {
		d.Message, d.Help = "no job reads "+name+" under this name", "name it as the jobs do: "+near
	} else if near != "" {
		d.Help = "did you mean " + near + "?"
	}
	return d
}

// some lists names, but not many.
func some(names []string) string {
	const most = 5
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
