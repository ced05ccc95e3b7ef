package cmd

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/registry"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// decode lets a replay read values and keys by their schemas, if it is told where those are. A field that no version of the
// schema of the values has is an error.
func (f *topicFlags) decode(ctx context.Context, run *replay.Config) error {
	source, err := f.schemas.open(ctx, f.timeout)
	if err != nil || source == nil {
		return err
	}
	var paths [][]string
	for _, key := range [][]scalar.Expr{run.Keys, run.Groups, run.SourceKey, {run.Filter}} {
		for _, e := range key {
			if e != nil {
				paths = append(paths, scalar.Fields(e)...)
			}
		}
	}
	if err := source.Check(ctx, f.topic, paths); err != nil {
		if ctx.Err() != nil {
			return errInterrupted
		}
		return fmt.Errorf("the topic %s: %w", f.topic, err)
	}
	run.Values = func(wanted [][]string, most int) (reading.Decoder, error) { return source.Decoder(wanted, most) }
	return nil
}

// decoder returns what decodes all of a record's value; nil if values are JSON.
func (f *registryFlags) decoder(ctx context.Context, timeout time.Duration) (reading.Decoder, error) {
	source, err := f.open(ctx, timeout)
	if err != nil || source == nil {
		return nil, err
	}
	return source.Decoder(nil, reading.DefaultMaxLineBytes)
}

// ask puts into a configuration what the registry says of the topics that jobs read. It asks at once which schemas there
// are, and for one when planning needs it. What goes wrong then is in unanswered.
func (f *registryFlags) ask(ctx context.Context, cfg *config.Config, timeout time.Duration) error {
	if f.registry.URL == "" {
		return nil
	}
	source, err := f.open(ctx, timeout)
	if err != nil {
		return err
	}
	within, stop := interruptible(ctx)
	defer stop()
	subjects, err := source.Subjects(within)
	if within.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	facts := &registryFacts{flags: f, ctx: ctx, source: source, subjects: subjects, known: map[string]*catalog.Stream{}}
	cfg.Schemas = facts.stream
	return nil
}

// registryFacts is what was asked for while jobs are planned.
type registryFacts struct {
	flags    *registryFlags
	ctx      context.Context // planning has none
	source   *registry.Source
	subjects map[string]bool

	mu    sync.Mutex
	known map[string]*catalog.Stream
}

// stream returns what the registry says of a topic, or of one with a second name; nothing if it has neither.
func (r *registryFacts) stream(topic, second string) *catalog.Stream {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range []string{topic, second} {
		if !r.subjects[name+"-value"] && !r.subjects[name+"-key"] {
			continue
		}
		s := r.known[name]
		if s == nil {
			s = &catalog.Stream{}
			if err := r.fill(s, name); err != nil && r.flags.unanswered == nil {
				r.flags.unanswered = err
			}
			r.known[name] = s
		}
		return s
	}
	return &catalog.Stream{}
}

// fill asks for the schemas of a topic. After an error nothing is asked any more: a registry that is down costs the
// timeout once.
func (r *registryFacts) fill(s *catalog.Stream, topic string) error {
	if r.flags.unanswered != nil {
		return nil
	}
	values, err := r.source.Values(r.ctx, topic)
	if err != nil {
		return err
	}
	if values != nil {
		for _, c := range values.Columns() {
			s.Columns = append(s.Columns, catalog.Column{Name: c.Name, Type: c.Type})
		}
	}
	keys, err := r.source.Keys(r.ctx, topic)
	if err != nil {
		return err
	}
	if keys != nil {
		s.KeySchema = fmt.Sprintf("%d (%s)", keys.ID, keys.Format)
	}
	return nil
}
