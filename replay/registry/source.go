package registry

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/reading"
)

// Source knows the schemas of values and keys. All workers share it.
type Source struct {
	ctx        context.Context // of the replay, whose workers have none for the schema of a value
	client     *client         // nil: there is no registry
	value, key *Schema         // of all values, of all keys; nil: the registry has theirs

	mu      sync.Mutex
	schemas map[ref]*answer
	unknown int // that were asked for in vain
}

// answer is what the registry has of a schema.
type answer struct {
	schema *Schema
	err    error // a *problem, or a *reading.Failure
}

// New returns a source of the schemas of a registry. It reads the files of its TLS and asks nothing. Value and key are
// the schemas of all values and all keys; nil: the registry has theirs. A Config without a URL is no registry. Requests
// end with the context.
func New(ctx context.Context, c Config, value, key *Schema) (*Source, error) {
	s := &Source{ctx: ctx, value: value, key: key, schemas: map[ref]*answer{}}
	if c.URL == "" {
		return s, nil
	}
	var err error
	s.client, err = newClient(c)
	return s, err
}

// Name is what messages call the registry; "" if there is none.
func (s *Source) Name() string {
	if s.client == nil {
		return ""
	}
	return s.client.name
}

// problem is what is wrong with a value.
type problem struct {
	reason ndjson.Reason
	error
}

// Reason implements what reading.Decoder says of errors.
func (p *problem) Reason() ndjson.Reason { return p.reason }

// Unwrap returns what is wrong.
func (p *problem) Unwrap() error { return p.error }

// maxUnknown is how many schemas are asked for that the registry does not have. Bytes that are no ids would make it one
// request each.
const maxUnknown = 100

// schema returns the schema of a header. The registry is asked for each one once.
func (s *Source) schema(r ref) (*Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.schemas[r]; a != nil {
		return a.schema, a.err
	}
	if s.unknown >= maxUnknown {
		return nil, &problem{ndjson.UnknownSchema, fmt.Errorf("expected a schema of %s, found the %v, which is not asked for any more after %d others that it does not have", s.client.name, r, maxUnknown)}
	}
	a := new(answer)
	a.schema, a.err = s.fetch(r)
	if s.ctx.Err() == nil {
		s.schemas[r] = a
	}
	return a.schema, a.err
}

// fetch asks for a schema.
func (s *Source) fetch(r ref) (*Schema, error) {
	var found sr.Schema
	err := s.client.ask(s.ctx, func(ctx context.Context) (err error) {
		if r.own {
			var by sr.SubjectSchema
			by, err = s.client.sr.SchemaByGUID(ctx, r.text())
			found = by.Schema
		} else {
			found, err = s.client.sr.SchemaByID(ctx, int(r.id))
		}
		return err
	})
	if errors.Is(err, errNone) {
		s.unknown++
		return nil, &problem{ndjson.UnknownSchema, fmt.Errorf("expected a schema of %s, found the %v, which it does not have", s.client.name, r)}
	}
	if err != nil {
		return nil, &reading.Failure{Err: err}
	}
	schema, err := s.client.parse(s.ctx, found)
	var gone *unavailable
	switch {
	case errors.As(err, &gone):
		return nil, &reading.Failure{Err: gone.error}
	case err != nil:
		return nil, badSchema(r, err)
	}
	return schema, nil
}

// badSchema is what is wrong with a value whose schema cannot be used.
func badSchema(r ref, err error) error {
	return &problem{ndjson.BadSchema, fmt.Errorf("expected a schema of records, found under the %v that %s", r, clip(err.Error()))}
}
