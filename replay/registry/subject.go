package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/velo-plan/velo-plan/strategies/spelling"
)

// Subject is what the registry has of the values or the keys of a topic: the latest version of their schema.
type Subject struct {
	Name    string // as trades-value
	Version int
	ID      int
	*Schema
}

// Values returns what the registry has of the values of a topic, under the name that is usual; nil if it has nothing.
func (s *Source) Values(ctx context.Context, topic string) (*Subject, error) {
	return s.subject(ctx, topic+"-value")
}

// Keys is Values of the keys.
func (s *Source) Keys(ctx context.Context, topic string) (*Subject, error) {
	return s.subject(ctx, topic+"-key")
}

// subject returns the latest version of a subject.
func (s *Source) subject(ctx context.Context, name string) (*Subject, error) {
	var found sr.SubjectSchema
	err := s.client.ask(ctx, func(ctx context.Context) (err error) {
		found, err = s.client.sr.SchemaByVersion(ctx, name, -1)
		return err
	})
	if errors.Is(err, errNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.parsed(ctx, name, found)
}

// parsed reads the schema of a version.
func (s *Source) parsed(ctx context.Context, name string, found sr.SubjectSchema) (*Subject, error) {
	schema, err := s.client.parse(ctx, found.Schema)
	var gone *unavailable
	if errors.As(err, &gone) {
		return nil, gone.error
	}
	if err != nil {
		return nil, fmt.Errorf("the schema %s v%d of %s cannot be read: %s", name, found.Version, s.client.name, clip(err.Error()))
	}
	return &Subject{Name: name, Version: found.Version, ID: found.ID, Schema: schema}, nil
}

// Check returns an error if records of a topic do not have one of the fields at some paths, whatever version of their
// schema they have. Values whose schemas the registry has under other names are not checked.
func (s *Source) Check(ctx context.Context, topic string, paths [][]string) error {
	if s.value != nil {
		return check("--value-schema", s.value, paths)
	}
	if s.client == nil {
		return nil
	}
	latest, err := s.Values(ctx, topic)
	if err != nil || latest == nil {
		return err
	}
	missing := check(fmt.Sprintf("%s v%d", latest.Name, latest.Version), latest.Schema, paths)
	if missing == nil {
		return nil
	}
	var versions []sr.SubjectSchema
	if err := s.client.ask(ctx, func(ctx context.Context) (err error) {
		versions, err = s.client.sr.Schemas(ctx, latest.Name)
		return err
	}); err != nil {
		return err
	}
	for _, v := range versions {
		if v.Version == latest.Version {
			continue
		}
		// An older record may have what the newest ones have no longer, and not the other way round.
		if older, err := s.parsed(ctx, latest.Name, v); err == nil && check("", older.Schema, paths) == nil {
			return nil
		}
	}
	return missing
}

// check returns an error if a schema does not have one of some fields.
func check(name string, s *Schema, paths [][]string) error {
	const most = 20
	for _, path := range paths {
		for n := range path {
			known, ok := s.has(path[:n+1])
			if ok {
				continue
			}
			field := strings.Join(path, ".")
			if meant := nearest(path[n], known); meant != "" {
				meant = strings.Join(append(slices.Clone(path[:n]), meant), ".")
				return fmt.Errorf("no field %s in schema %s; did you mean %s?", field, name, meant)
			}
			if len(known) == 0 {
				return fmt.Errorf("no field %s in schema %s: what it would be in has no fields", field, name)
			}
			listed := strings.Join(known[:min(len(known), most)], ", ")
			if len(known) > most {
				listed += ", .."
			}
			return fmt.Errorf("no field %s in schema %s; there it has %s", field, name, listed)
		}
	}
	return nil
}

// nearest returns the name that was probably meant, "" if there is none.
func nearest(name string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, name) {
			return k
		}
	}
	return spelling.Nearest(name, known, max(1, len(name)/4))
}

// Subjects returns the names under which the registry has schemas.
func (s *Source) Subjects(ctx context.Context) (map[string]bool, error) {
	var list []string
	err := s.client.ask(ctx, func(ctx context.Context) (err error) {
		list, err = s.client.sr.Subjects(ctx)
		return err
	})
	names := make(map[string]bool, len(list))
	for _, name := range list {
		names[name] = true
	}
	return names, err
}
