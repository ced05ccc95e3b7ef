package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/planner/catalog"
)

// That there is no key is knowledge too, which weaker sources do not overrule.
func TestFillUnkeyed(t *testing.T) {
	weaker := &catalog.Stream{Key: []string{"symbol"}, KeyBy: "the catalog", Partitions: 6, PartBy: "the catalog"}
	for _, test := range []struct {
		strong, want catalog.Stream
		unkeyed      bool
	}{
		{catalog.Stream{}, *weaker, false},
		{catalog.Stream{KeyBy: "records"}, catalog.Stream{KeyBy: "records", Partitions: 6, PartBy: "the catalog"}, true},
		{catalog.Stream{Key: []string{"venue"}, KeyBy: "records"}, catalog.Stream{Key: []string{"venue"}, KeyBy: "records", Partitions: 6, PartBy: "the catalog"}, false},
	} {
		got := test.strong
		got.Fill(weaker)
		if diff := cmp.Diff(test.want, got); diff != "" || got.Unkeyed() != test.unkeyed {
			t.Error(got.Unkeyed(), diff)
		}
	}
}
