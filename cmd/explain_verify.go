package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/replay/keyedby"
)

// verifyFlags are the flags of explain --verify-keys.
type verifyFlags struct {
	topics []string
	sample int
}

// The bounds of --verify-sample.
const (
	defaultSample = 20_000
	maxSample     = 1_000_000
)

// add gives a command the flags.
func (f *verifyFlags) add(c *cobra.Command) {
	set := c.Flags()
	set.StringArrayVar(&f.topics, "verify-keys", nil, "with --brokers: sample this `topic`, and plan by the key that its records show (repeatable)")
	set.IntVar(&f.sample, "verify-sample", defaultSample, "with --verify-keys: how many records to read of each topic")
	c.RegisterFlagCompletionFunc("verify-keys", completeSources)
}

// check reports flags that do not go together.
func (f *verifyFlags) check(all *explainFlags) error {
	switch {
	case f.sample < 1 || f.sample > maxSample:
		return fmt.Errorf("--verify-sample %d: expected a whole number from 1 to %d", f.sample, maxSample)
	case len(f.topics) == 0 && f.sample != defaultSample:
		return errors.New("--verify-sample goes with --verify-keys")
	case len(f.topics) == 0:
		for _, name := range schemaFileNames {
			if all.given(name) {
				return fmt.Errorf("--%s goes with --verify-keys: plans read no records", name)
			}
		}
		return nil
	case len(all.brokers) == 0:
		return errors.New("--verify-keys reads records: say where they are with --brokers host:port")
	case all.diff != "" || all.analyze:
		return errors.New("--verify-keys shows plans: leave --diff and --analyze out")
	}
	return nil
}

// explainVerified plans the jobs by what the records of topics show, and prints both.
func (p *program) explainVerified(ctx context.Context, f *explainFlags, cfg *config.Config, args []string) error {
	in := p.gather(cfg, args, f.inline)
	declared, err := judgedPlans(in.sources, cfg)
	if err != nil {
		return err
	}
	if err := checkJob(declared, in.sources, cfg); err != nil {
		return err
	}
	seen, topics, err := f.verify(ctx, cfg, declared)
	if err != nil {
		return err
	}
	result, err := judgedPlans(in.sources, seen)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(topics, refutes) {
		p.code = exitFindings
	}
	stopped := p.showWitnesses(ctx, f, seen, in.sources, result)
	if err := p.printPlans(f, seen, render.Verified{Result: result, Topics: topics}, in); err != nil {
		return err
	}
	return stopped
}

// verify samples the topics and returns the configuration with what they show, which takes precedence over
// everything that is declared.
func (f *explainFlags) verify(ctx context.Context, cfg *config.Config, declared *planner.Result) (*config.Config, []render.VerifiedTopic, error) {
	connection, err := f.connection()
	if err != nil {
		return nil, nil, err
	}
	var nodes []planner.GraphNode
	for _, topic := range f.topics {
		node, err := topicNode(declared.Graph, topic)
		if err != nil {
			return nil, nil, err
		}
		if !slices.ContainsFunc(nodes, func(n planner.GraphNode) bool { return n.ID == node.ID }) {
			nodes = append(nodes, *node)
		}
	}
	decoder, err := f.schemas.decoder(ctx, f.timeout)
	if err != nil {
		return nil, nil, err
	}
	seen := *cfg
	streams := cfg.Streams.Clone()
	seen.Streams = &streams
	var topics []render.VerifiedTopic
	for _, node := range nodes {
		sample, err := connection.Sample(ctx, node.Name, f.sample, decoder)
		if err != nil {
			return nil, nil, fmt.Errorf("--verify-keys: %w", err)
		}
		analysis := keyedby.Analyze(sample.Records, sample.Partitions)
		topic := render.VerifiedTopic{Topic: node.Name, Streams: streamNames(&node), Verdict: analysis.Verdict,
			Declared: declaredKeys(declared, &node, analysis)}
		for _, name := range topic.Streams {
			streams.Add(seenStream(name, &topic, cfg.Streams))
		}
		topics = append(topics, topic)
	}
	return &seen, topics, nil
}

// topicNode finds the topic that a person means: by its own name, or else by the only one that a statement uses
// for it.
func topicNode(g *planner.Graph, name string) (*planner.GraphNode, error) {
	var known []string
	var called []*planner.GraphNode
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if n.Kind != planner.NodeTopic || !slices.ContainsFunc(g.Edges, func(e planner.GraphEdge) bool { return e.From == n.ID }) {
			continue
		}
		if n.Name == name {
			return n, nil
		}
		if slices.ContainsFunc(streamNames(n), func(alias string) bool { return strings.EqualFold(alias, name) }) {
			called = append(called, n)
		}
		known = append(known, n.Name)
	}
	switch {
	case len(called) == 1:
		return called[0], nil
	case len(called) > 1:
		return nil, fmt.Errorf("--verify-keys %q: the jobs call several topics so; %s", name, mapping.Expected("", known))
	case len(known) == 0:
		return nil, fmt.Errorf("--verify-keys %q: no job reads a topic", name)
	}
	return nil, fmt.Errorf("--verify-keys %q: no job reads such a topic; %s", name, mapping.Expected(name, known))
}

// streamNames are the names of a topic in statements.
func streamNames(n *planner.GraphNode) []string {
	return append(slices.Clone(n.Aliases), n.Name)
}

// declaredKeys returns the keys by which the plans assumed a topic to be keyed, with what its records say about
// them.
func declaredKeys(r *planner.Result, n *planner.GraphNode, analysis *keyedby.Analysis) []render.DeclaredKey {
	list := []render.DeclaredKey{}
	for _, plan := range r.Plans {
		for _, in := range plan.Inputs {
			known := func(d render.DeclaredKey) bool { return d.Stream == in.Source && slices.Equal(d.Key, in.Key) }
			if len(in.Key) == 0 || !slices.Contains(streamNames(n), in.Source) || slices.ContainsFunc(list, known) {
				continue
			}
			d := render.DeclaredKey{Stream: in.Source, Key: in.Key, Result: render.DeclaredOpen}
			d.Conflicts, d.Example = analysis.Refutes(in.Key)
			switch v := &analysis.Verdict; {
			case d.Conflicts > 0:
				d.Result = render.DeclaredRefuted
			case v.Outcome == keyedby.Decided && sameKey(in.Key, v):
				d.Result = render.DeclaredHolds
			case v.Outcome == keyedby.Decided:
				d.Result = render.DeclaredDiffers
			}
			list = append(list, d)
		}
	}
	return list
}

// sameKey reports whether a declared key is the one that determines the partition, in any order, or equals it in
// all records.
func sameKey(key []string, v *keyedby.Verdict) bool {
	if len(key) == 1 && len(v.Fields) == 1 {
		return key[0] == v.Fields[0] || slices.Contains(v.Same, key[0])
	}
	return slices.Equal(slices.Sorted(slices.Values(key)), slices.Sorted(slices.Values(v.Fields)))
}

// refutes reports whether the records of a topic contradict what is declared of its key.
func refutes(t render.VerifiedTopic) bool {
	return slices.ContainsFunc(t.Declared, func(d render.DeclaredKey) bool { return d.Result == render.DeclaredRefuted })
}

// seenStream is what is known of a stream after its topic was sampled.
func seenStream(name string, t *render.VerifiedTopic, flags *catalog.Catalog) *catalog.Stream {
	s := &catalog.Stream{Name: name, Partitions: t.Partitions, PartBy: "the cluster"}
	records := fmt.Sprintf("%s records of topic %s", humanize.Comma(int64(t.Records)), t.Topic)
	switch {
	case t.Outcome == keyedby.Decided:
		s.Key, s.Partitioner = t.Fields, partitionerOf(t)
		s.KeyBy = "verified on " + records
		if t.Partitioner != "" {
			s.KeyBy += ", " + t.Partitioner
		}
		for _, d := range t.Declared {
			if d.Stream == name && d.Result == render.DeclaredHolds && len(d.Key) == 1 {
				s.Key = d.Key
			}
		}
	case refutes(*t) || t.Outcome == keyedby.None && len(t.Declared) == 0:
		s.KeyBy = "as " + records + " show"
	}
	s.FillFrom(flags, name, syntax.Unqualified(name))
	return s
}

// partitionerOf names what determines the partition. Two topics get the same name only if equal keys are in
// partitions with the same number.
func partitionerOf(t *render.VerifiedTopic) string {
	switch {
	case t.Partitioner == "":
		return "a partitioner of " + t.Topic + " that is not known"
	case t.KeySchema != "":
		return t.Partitioner + " of keys with the schema " + t.KeySchema
	case t.Form == keyedby.FormText || t.Form == keyedby.FormPiped:
		return t.Partitioner
	case t.Form == keyedby.FormOther:
		return t.Partitioner + " of the keys of " + t.Topic
	}
	return t.Partitioner + " of a key of the form " + t.Form
}
