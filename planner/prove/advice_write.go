package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// write plans statements in the place of the job.
func (s *Statement) write(statements []string, sources []*diag.Source, cfg planner.Config) ([]*Statement, error) {
	own, at := s.Job.Plan.Source, s.Job.Plan.Span
	text := strings.Join(statements, "\n")
	// What follows the job stays, but for its semicolon.
	rest := strings.TrimPrefix(strings.TrimLeft(own.Text[at.End:], " \t\r\n"), ";")
	mended := diag.NewSource(own.Name, own.Text[:at.Start]+text+"\n"+rest)
	texts := slices.Clone(sources)
	for i := range texts {
		if texts[i] == own {
			texts[i] = mended
		}
	}
	cfg.Job, cfg.Strategy, cfg.NoAutoSelect = "", planner.Named[string]{}, false
	cfg.Catalog = s.declaring(cfg.Catalog)
	_, jobs := pipeline.Jobs(texts, cfg)
	jobs = slices.DeleteFunc(jobs, func(job *pipeline.Job) bool {
		p := job.Plan
		return p.Source != mended || p.Span.Start < at.Start || p.Span.Start >= at.Start+len(text)
	})
	if len(jobs) != len(statements) {
		return nil, fmt.Errorf("only %d of the %d statements can be planned", len(jobs), len(statements))
	}
	var parts []*Statement
	for _, job := range jobs {
		part, err := NewStatement(job)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// declaring adds to a catalog the columns that the job reads of sources whose columns nothing declares: a * needs no others.
func (s *Statement) declaring(known *catalog.Catalog) *catalog.Catalog {
	out := known.Clone()
	for i, in := range s.Job.Case.Tree.Scans {
		if in.Known.Columns != nil {
			continue
		}
		stream := &catalog.Stream{Name: in.Name}
		for _, c := range s.Tables[i].Columns {
			if len(c.Path) == 1 {
				stream.Columns = append(stream.Columns, catalog.Column{Name: c.Path[0]})
			}
		}
		stream.FillFrom(known, in.Name)
		out.Add(stream)
	}
	return &out
}
