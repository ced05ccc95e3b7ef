package checks

import (
	"fmt"

	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies/dist"
)

// EngineRoutes returns the check that the engine's router, which reads batches of a size, loses no record: it
// fails for a record that lacks a field of the key, and gives its whole batch up. ok is false if that cannot happen, as
// no key routes.
func EngineRoutes(ps *counting.Partitions, t *reading.Totals, batch uint64) (c Check, ok bool) {
	if batch == 0 || ps.Scope.Delivers != dist.KindBy {
		return Check{}, false
	}
	if t.Records == 0 {
		return notChecked(EngineRoutesAll, noRecord), true
	}
	c = Check{Check: EngineRoutesAll, Result: Holds, Examples: []Example{}, MissingKey: &t.MissingKeys, Lost: &t.LostRecords}
	if t.MissingKeys > 0 {
		c.Result = Fails
		c.Because = fmt.Sprintf("the engine's router fails for a record without the field, and gives up its batch of %d", batch)
	}
	return c, true
}
