package replay

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/routing"
	"github.com/velo-plan/velo-plan/strategies/hash"
)

// setDefaults fills in what is not set.
func (c *Config) setDefaults() {
	if c.MaxLineBytes == 0 {
		c.MaxLineBytes = reading.DefaultMaxLineBytes
	}
	if c.MemoryBytes == 0 {
		c.MemoryBytes = DefaultMemoryBytes
	}
	if len(c.Groups) == 0 {
		c.Groups, c.GroupNames = c.Keys, c.KeyNames
	}
	if c.blockBytes == 0 {
		c.blockBytes = reading.DefaultBlockBytes
	}
	if c.Envelope == "" {
		c.Envelope = reading.EnvelopeAuto
	}
	if c.Topic != nil {
		c.Inputs, c.Envelope = []string{c.Topic.Name()}, reading.EnvelopeFlat
	}
	if c.Hash.Sum == nil {
		c.Hash = hash.Default()
	}
}

// check returns an error for what cannot be replayed.
func (c *Config) check() error {
	switch {
	case c.Strategy.Bind == nil || c.Strategy.Deliver == nil:
		return errors.New("replay: no strategy is given")
	case len(c.Keys) != len(c.KeyNames):
		return fmt.Errorf("replay: %d keys but %d key names", len(c.Keys), len(c.KeyNames))
	case len(c.Groups) != len(c.GroupNames):
		return fmt.Errorf("replay: %d grouping columns but %d names of them", len(c.Groups), len(c.GroupNames))
	case len(c.SourceKey) != len(c.SourceKeyNames):
		return fmt.Errorf("replay: %d parts of the source key but %d names of them", len(c.SourceKey), len(c.SourceKeyNames))
	case c.MemoryBytes < 0:
		return fmt.Errorf("replay: a budget of %d bytes for the groups: give at least 1", c.MemoryBytes)
	case c.EngineBatch < 0:
		return fmt.Errorf("replay: batches of %d records: give at least 1, or 0 for none", c.EngineBatch)
	case !slices.Contains(reading.Envelopes, c.Envelope):
		return fmt.Errorf("replay: unknown envelope %q: give one of %v", c.Envelope, reading.Envelopes)
	case c.Time != nil && c.Time.Bucket < time.Millisecond:
		return fmt.Errorf("replay: buckets of %v: give at least a millisecond", c.Time.Bucket)
	case c.MaxLineBytes < 1 || c.MaxLineBytes > reading.LargestMaxLineBytes:
		return fmt.Errorf("replay: lines of at most %d bytes: give 1 to %d", c.MaxLineBytes, reading.LargestMaxLineBytes)
	}
	if c.Time != nil {
		if err := reading.CheckTimeFormat(c.Time.Format); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
	}
	if _, err := (routing.Config{Partitions: c.Partitions}).Complete(); err != nil {
		return err
	}
	if ways := 1 + len(c.Compare); c.Partitions*ways > routing.MaxPartitions {
		return fmt.Errorf("replay: %d strategies with %d partitions each: compare them over at most %d partitions",
			ways, c.Partitions, routing.MaxPartitions/ways)
	}
	return nil
}
