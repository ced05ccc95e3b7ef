package catalog

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lookup is Lookup over a plain list, in which a later stream of a name replaces an earlier one.
func lookup(list []*Stream, name string) *Stream {
	last := map[string]*Stream{}
	for _, s := range list {
		last[s.Name] = s
	}
	if s := last[name]; s != nil {
		return s
	}
	var same []*Stream
	for _, s := range last {
		if strings.EqualFold(s.Name, name) {
			same = append(same, s)
		}
	}
	if len(same) != 1 {
		return nil
	}
	return same[0]
}

// Whatever is added to a catalog and to clones of it, each finds what a plain list would, and the
// one that was cloned is as it was.
func TestClone(t *testing.T) {
	names := rapid.SampledFrom([]string{"a", "A", "b", "B", "ab", "aB", "AB", ""})
	rapid.Check(t, func(t *rapid.T) {
		var catalogs []*Catalog
		var lists [][]*Stream
		c, list := &Catalog{}, []*Stream(nil)
		for range rapid.IntRange(1, 4).Draw(t, "clones") {
			for _, name := range rapid.SliceOfN(names, 0, 5).Draw(t, "names") {
				s := &Stream{Name: name}
				c.Add(s)
				list = append(list[:len(list):len(list)], s)
			}
			catalogs, lists = append(catalogs, c), append(lists, list)
			clone := c.Clone()
			c = &clone
		}
		for i, c := range catalogs {
			distinct := map[string]bool{}
			for _, s := range lists[i] {
				distinct[s.Name] = true
			}
			if c.Len() != len(distinct) {
				t.Errorf("catalog %d has %d streams, not %d", i, c.Len(), len(distinct))
			}
			for _, name := range []string{"a", "A", "b", "ab", "Ab", "AB", "", "c"} {
				if got, _ := c.Lookup(name); got != lookup(lists[i], name) {
					t.Errorf("catalog %d: %q is %v", i, name, got)
				}
			}
		}
	})
}
