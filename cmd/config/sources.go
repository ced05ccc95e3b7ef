package config

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner/catalog"
)

// The flags that say how topics are keyed and divided.
const (
	FlagSourceKey        = "source-key"
	FlagSourcePartitions = "source-partitions"
)

// readSourceFlags turns the arguments of --source-key and --source-partitions into a catalog; nil
// if there are none. A stream may be named once by each flag.
func readSourceFlags(keys, partitions []string) (*catalog.Catalog, error) {
	if len(keys)+len(partitions) == 0 {
		return nil, nil
	}
	c := &catalog.Catalog{}
	stream := func(name string) *catalog.Stream {
		if s, ok := c.Lookup(name); ok && s.Name == name {
			return s
		}
		s := &catalog.Stream{Name: name}
		c.Add(s)
		return s
	}
	for _, arg := range keys {
		name, value, ok := cut(arg)
		columns := splitNames(value)
		if !ok || columns == nil {
			return nil, fmt.Errorf("--%s %q: expected stream=column or stream=column,column", FlagSourceKey, arg)
		}
		s := stream(name)
		if s.KeyBy != "" {
			return nil, fmt.Errorf("--%s: the key of %s is given twice", FlagSourceKey, name)
		}
		s.Key, s.KeyBy = columns, "--"+FlagSourceKey
	}
	for _, arg := range partitions {
		name, value, ok := cut(arg)
		var v Values
		if !ok {
			return nil, fmt.Errorf("--%s %q: expected stream=number", FlagSourcePartitions, arg)
		}
		if err := v.Set(KeyPartitions, value); err != nil {
			return nil, fmt.Errorf("--%s %q: %w", FlagSourcePartitions, arg, err)
		}
		s := stream(name)
		if s.PartBy != "" {
			return nil, fmt.Errorf("--%s: the partitions of %s are given twice", FlagSourcePartitions, name)
		}
		s.Partitions, s.PartBy = v.Partitions, "--"+FlagSourcePartitions
	}
	return c, nil
}

// cut divides "stream=value" at its last equals sign that is not the first character.
func cut(arg string) (stream, value string, ok bool) {
	at := strings.LastIndexByte(arg, '=')
	if at < 1 {
		return "", "", false
	}
	return strings.TrimSpace(arg[:at]), strings.TrimSpace(arg[at+1:]), true
}

// splitNames divides "a, b" at its commas; nil if a name is empty.
func splitNames(list string) []string {
	names := strings.Split(list, ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if names[i] == "" {
			return nil
		}
	}
	return names
}
