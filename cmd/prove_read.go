package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/prove"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// recordFiles returns the files of each source that a statement reads. A file without a source is of the only one.
func recordFiles(ctx context.Context, inputs []string, s *prove.Statement) (map[string][]string, error) {
	var names []string
	for _, in := range s.Job.Plan.Inputs {
		if !slices.Contains(names, in.Source) {
			names = append(names, in.Source)
		}
	}
	files := map[string][]string{}
	for _, input := range inputs {
		name, path, named := strings.Cut(input, "=")
		if i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) }); named && i >= 0 {
			name = names[i]
		} else if named && !strings.ContainsAny(name, `/\.`) {
			return nil, fmt.Errorf("--input %s: the job reads no source %s; %s", input, name, mapping.Expected(name, names))
		} else if len(names) != 1 {
			return nil, fmt.Errorf("--input %s: the job reads %s: say whose records these are, as --input %s=%s", input, list(names), names[0], input)
		} else {
			name, path = names[0], input
		}
		found, err := recordsOf(ctx, []string{path})
		if err != nil {
			return nil, err
		}
		files[name] = append(files[name], found...)
	}
	for _, name := range names {
		if len(files[name]) == 0 {
			return nil, fmt.Errorf("no records of %s, which the job reads: give them with --input %s=FILE", name, name)
		}
	}
	return files, nil
}

// readData reads the records of all sources and gives them to add.
func (p *program) readData(ctx context.Context, f *proveFlags, s *prove.Statement, files map[string][]string, r *prove.Report, l *progress, add func(source string, rec *prove.Record) error) error {
	done := map[string]bool{}
	for i, in := range s.Job.Case.Tree.Scans {
		if done[in.Name] {
			continue
		}
		done[in.Name] = true
		n, err := p.readRecords(ctx, f, s.Tables[i], in.Texts(), files[in.Name], !in.IsTable(), l, func(rec *prove.Record) error { return add(in.Name, rec) })
		r.Inputs = append(r.Inputs, prove.Input{Source: in.Name, Records: n})
		if err != nil {
			return err
		}
	}
	return nil
}

// readRecords reads the records of one source as replay does, and returns their number; texts are its columns that hold
// texts. Lines that are no records are told, and records of a source that is routed without a source partition.
func (p *program) readRecords(ctx context.Context, f *proveFlags, t *prove.Table, texts, files []string, routed bool, l *progress, add func(*prove.Record) error) (int, error) {
	total, err := reading.CheckInputs(files, p.in)
	if err != nil {
		return 0, err
	}
	cfg := reading.Config{
		Inputs: files, Stdin: p.in, Objects: openObject, Hash: hash.Default(), Partitions: 1, PartitionField: f.partitionField, Envelope: reading.Envelope(f.envelope),
		Format: reading.Format(f.format), Rows: f.rows(), Texts: texts,
		MaxLineBytes: reading.DefaultMaxLineBytes, BlockBytes: reading.DefaultBlockBytes,
		Bind: func() ([]strategies.Partitioner, error) { return nil, nil }, Told: l.reading(total),
	}
	for _, c := range t.Columns {
		cfg.Groups = append(cfg.Groups, expression(c))
	}
	src := reading.NewSource(ctx, cfg)
	defer src.Close()
	records, valued := 0, make([]bool, len(t.Columns))
	for f.limit == 0 || records < f.limit {
		next, err := src.Next(ctx, nil)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return records, err
		}
		chunk := next.(*reading.Chunk)
		if err := chunk.Load(ctx); err != nil {
			return records, err
		}
		chunk.Settle()
		for i := range chunk.Count() {
			if f.limit > 0 && records == f.limit {
				break
			}
			rec, err := recordOf(t, chunk, i)
			if err == nil {
				err = add(rec)
			}
			if err != nil {
				return 0, fmt.Errorf("%s: record %d: %w", strings.Join(files, ", "), records+1, err)
			}
			for n, v := range rec.Values {
				valued[n] = valued[n] || v.Kind() != scalar.KindNull
			}
			records++
		}
	}
	l.clear()
	for n, c := range t.Columns {
		if !valued[n] && records > 0 && c.System == "" && !f.quiet {
			fmt.Fprintf(p.errOut, "velo-plan: no record in %s has a value in %s\n", render.Clean(strings.Join(files, ", ")), render.Clean(strings.Join(c.Path, ".")))
		}
	}
	if totals := src.Totals; totals.Rejected > 0 && !f.quiet {
		fmt.Fprintf(p.errOut, "velo-plan: %d of %d lines are no records and are left out; the first: %s: %s%s\n", totals.Rejected, totals.Lines,
			render.Clean(totals.First[0].Place()), totals.First[0].Reason, render.Clean(totals.First[0].Detail()))
	}
	if missing := src.Totals.MissingSources; missing > 0 && routed && !f.quiet {
		fmt.Fprintf(p.errOut, "velo-plan: %s of %s records in %s have no source partition and count as of partition 0: --partition-field names the field with it\n", humanize.Comma(int64(missing)), humanize.Comma(int64(records)),
			render.Clean(strings.Join(files, ", ")))
	}
	return records, nil
}

// expression is what a router evaluates for a column.
func expression(c prove.Column) scalar.Expr {
	if c.System != "" {
		return scalar.System{Name: c.System}
	}
	return scalar.Field{Path: c.Path}
}

// recordOf returns a record of a chunk, whose group key holds the values of the table's columns.
func recordOf(t *prove.Table, chunk *reading.Chunk, i int) (*prove.Record, error) {
	rec := chunk.At(i)
	key := slices.Clone(chunk.Key(*rec)) // the chunk's memory is used again
	out := &prove.Record{Table: t, Values: make([]scalar.Value, len(t.Columns)), Partition: int(rec.Source), Ordinal: chunk.Ordinal(i)}
	for n := range t.Columns {
		v, rest, ok := scalar.CutKey(key)
		if !ok {
			return nil, errors.New("its key cannot be read")
		}
		if whole, ok := v.Int64(); ok {
			v = scalar.Int(whole)
		} else if v.Kind() == scalar.KindNumber && !strings.Contains(v.String(), "e-") {
			return nil, fmt.Errorf("the whole number %s is too large: SQLite has 64 bits for it", v)
		}
		out.Values[n], key = v, rest
	}
	return out, nil
}
