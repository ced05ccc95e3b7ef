package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/decide"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/logical"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// sources comments on the sources: a key that would save the exchange if it were declared, null keys, partitions
// that stay idle.
func (a *adviser) sources() {
	kept := a.d.Ran.Delivered.Kind() == dist.KindSource && a.d.Ran.Verdict != decide.Unavailable
	if a.d.Ran.Delivered.Kind() == dist.KindBy && a.c.Named == nil {
		a.keys()
		a.upstream()
	}
	for _, s := range a.c.Moving() {
		if kept && len(s.Key) > 0 && len(a.c.Hard) > 0 {
			a.say(diag.Note, "null-keys", s.Place, fmt.Sprintf("records of %s without a value in %s are spread by the producer, whatever is declared", s.Name, strings.Join(s.Known.Key, ", ")), "check them with replay")
		}
		if kept && s.Known.Partitions > 0 && s.Known.Partitions < a.p.Partitions {
			a.say(diag.Warning, "idle-partitions", s.Place, fmt.Sprintf("%s has %d partitions, so %d of the job's %d stay idle under %s", s.Name, s.Known.Partitions, a.p.Partitions-s.Known.Partitions, a.p.Partitions, a.p.Strategy), "")
		}
	}
}

// plain reports whether keys are fields of the source: a topic is keyed by fields, not by what is computed from
// them.
func (a *adviser) plain(keys []logical.ID) bool {
	for _, id := range keys {
		c := a.tree.Columns.Get(id)
		if !c.Plain() {
			return false
		}
		if c.Path != nil && c.Scan.Known.Columns != nil && !slices.ContainsFunc(c.Scan.Known.Columns, func(d catalog.Column) bool { return d.Name == c.Path[0] }) {
			return false
		}
	}
	return true
}

// keys tells which declaration of the sources' keys would save the exchange.
func (a *adviser) keys() {
	var keyed, say []string
	said := map[string]bool{}
	var at diag.Span
	for _, s := range a.c.Moving() {
		keys := a.c.Keys.Of[s]
		if len(keys) == 0 || s.Known.Unkeyed() {
			continue
		}
		if !a.plain(keys) {
			return
		}
		if at.IsZero() {
			at = s.Place
		}
		if len(s.Key) == 0 {
			names := a.names(keys)
			if said[s.Name+" "+names] {
				continue // the topic is read twice
			}
			said[s.Name+" "+names] = true
			keyed, say = append(keyed, s.Name+" is keyed by "+names), append(say, fmt.Sprintf("-- @source_key.%s: %s", s.Name, names))
		}
	}
	if len(keyed) == 0 {
		return
	}
	text := "if " + decide.List(keyed)
	if len(a.c.Moving()) > 1 {
		text += ", with one partition count for all of them (-- @source_partitions.NAME: n)"
	} else if strings.Contains(say[0], ",") {
		text += " or by some of these"
	}
	a.say(diag.Note, "declare-source-key", at, fmt.Sprintf("%s, say so (%s)", text, strings.Join(say, "; ")),
		fmt.Sprintf("partitions could stay, and about %s of the records would not move", a.c.MovedShare()))
}

// upstream names the exchange that a different key of the only source would save, if a statement of the texts
// determines that key.
func (a *adviser) upstream() {
	moving := a.c.Moving()
	if len(moving) != 1 || a.c.Aligned {
		return
	}
	s, keys := moving[0], a.c.Keys.Of[moving[0]]
	if len(s.Key) == 0 || len(keys) == 0 || !a.env.Writes(s.Name) || !a.plain(keys) {
		return
	}
	a.say(diag.Note, "other-source-key", s.Place, fmt.Sprintf("%s is keyed by %s (%s); were it keyed by %s, partitions could stay, and about %s of the records would not move",
		s.Name, strings.Join(s.Known.Key, ", "), s.Known.KeyBy, a.names(keys), a.c.MovedShare()), "")
}
