package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/replay/generate"
)

// generateFlags are the flags of generate.
type generateFlags struct {
	generate.Config
	output string
}

// generateCommand is `velo-plan generate`.
func (p *program) generateCommand() *cobra.Command {
	var f generateFlags
	c := &cobra.Command{
		Use:   "generate",
		Short: "Synthetic trades as NDJSON, to try replay on",
		Long: "Writes synthetic trades, one JSON object of about 180 bytes per line:\n\n" +
			"  {\"symbol\":\"SYM0042\",\"price\":512.07,\"quantity\":7731,\"side\":\"BUY\",\"venue\":\"XNAS\",\n" +
			"   \"trader_id\":\"T04711\",\"event_time\":\"2024-05-12T11:22:33.123Z\",\"_partition\":3,\n" +
			"   \"trade_id\":1000000001}\n\n" +
			"The same flags and seed give the same bytes, whatever --workers is. SYM0000 is the most\n" +
			"frequent symbol, the k-th one has a share in proportion to 1/k^skew. A millisecond of\n" +
			"event time passes from record to record; one record in 32 is up to 2 seconds late. With\n" +
			"--drift each minute has another hot symbol with 80 % of its records, and all records\n" +
			"make an hour at least: even as a whole, and uneven in each minute. The\n" +
			"source partition, _partition, is where Kafka's Java client would put a message with that\n" +
			"key; a record without a key goes to any. With --envelope kcat it is in the envelope.\n\n" +
			"A file is written beside its place, as FILE.unfinished, and gets its name at the end; a run\n" +
			"that is interrupted or fails removes it and leaves an older FILE as it was.\n\n" +
			"Exit code: 0 fine, also when the reader of the output goes away; 2 usage, or an output that\n" +
			"cannot be written; 130 interrupted.",
		Example: "  velo-plan generate --records 1000000 -o trades.ndjson\n" +
			"  velo-plan generate --records 112000000 | velo-plan replay - --strategy always_hash --key symbol\n" +
			"  velo-plan generate --drift | velo-plan replay - --strategy always_hash --key symbol --time event_time\n" +
			"  velo-plan generate --keyed-by symbol --skew 0 --nulls 0.01 | velo-plan replay - --query price_stats.sql",
		Args: arguments(0, 0, "generate takes flags only"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return usageError{c.CommandPath(), err}
			}
			return p.generate(c.Context(), &f)
		},
	}
	f.add(c)
	return c
}

// add gives the command its flags.
func (f *generateFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.Uint64Var(&f.Records, "records", 100_000, "number of records")
	set.IntVar(&f.Keys, "keys", 5000, "number of distinct symbols; each takes 8 bytes of memory")
	set.Float64Var(&f.Skew, "skew", 1.1, "exponent of Zipf's law for the symbols; 0: all are equally frequent")
	set.BoolVar(&f.Drift, "drift", false, "give each minute another hot symbol with 80 % of its records; all records make an hour at least")
	set.IntVar(&f.SourcePartitions, "source-partitions", 12, "number of partitions that the records come from")
	set.StringVar((*string)(&f.KeyedBy), "keyed-by", string(generate.KeyedByTrader), "`field` that decides the source partition: "+list(names(generate.Keyings)))
	set.Uint64Var(&f.Seed, "seed", 1, "a different seed gives different records")
	set.Float64Var(&f.Nulls, "nulls", 0, "`share` of the records whose symbol is null, 0 to 1")
	set.IntVar(&f.Layouts, "layouts", 1, fmt.Sprintf("how many ways to write a line are mixed, 1 to %d", generate.Layouts()))
	set.StringVar((*string)(&f.Envelope), "envelope", string(generate.EnvelopeFlat), "`name` of what is around a record: flat (nothing) or kcat (what kcat -J prints)")
	set.IntVar(&f.Workers, "workers", 0, "goroutines that do the work (default: one per core)")
	set.StringVarP(&f.output, "output", "o", "", "write to this `file` instead of standard output")
	c.MarkFlagFilename("output")
	oneOf(c, "keyed-by", names(generate.Keyings))
	oneOf(c, "envelope", names(generate.Envelopes))
}

// names returns names of some kind as texts.
func names[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, name := range list {
		texts[i] = string(name)
	}
	return texts
}

// check reports a flag whose value is not allowed.
func (f *generateFlags) check() error {
	switch {
	case !slices.Contains(generate.Keyings, f.KeyedBy):
		return fmt.Errorf("--keyed-by %q: %s", f.KeyedBy, mapping.Expected(string(f.KeyedBy), names(generate.Keyings)))
	case !slices.Contains(generate.Envelopes, f.Envelope):
		return fmt.Errorf("--envelope %q: %s", f.Envelope, mapping.Expected(string(f.Envelope), names(generate.Envelopes)))
	}
	if err := f.Check(); err != nil {
		return fmt.Errorf("--%w", err)
	}
	return nil
}

// generate writes the records to their place.
func (p *program) generate(ctx context.Context, f *generateFlags) error {
	ctx, stop := interruptible(ctx)
	defer stop()
	err := p.stream(f.output, func(w io.Writer) error { return generate.Run(ctx, f.Config, w) })
	if errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	return err
}
