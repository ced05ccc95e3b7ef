// Package planner turns a job into a plan with reasons.
//
//	text ─► syntax ─► Analyze ─► Query ─► require ─► needs ─┐
//	                    ▲                  facts ───────────┤
//	   catalog, views, annotations                          ▼
//	                                    tree (named nodes, trace) ─► Plan
//	                                                        ▲
//	                     strategies.Validate, five verdicts ┘
//
// The statements of all texts are one project: order.go finds an order in which what makes a topic
// is planned before what reads it, graph_build.go shows who reads and writes what, and diff.go
// compares two results.
//
// Analyze resolves names: every column that an operator meets becomes a column id of a base
// source, or of an expression over such columns; views, CTEs and derived tables are gone. The
// table in require.go says what each operator requires. tree.go asks the questions whose trace is
// the only account of the decision. Nothing here prints.
//
// Words, one for one thing:
//
//	partition         of the job; a source partition is one of the topic
//	key               columns whose hash routes a record
//	required          what an operator needs of the distribution of its input
//	delivered         what a strategy gives
//	fact              "records that agree on From agree on To", with its reason
//	proof             the facts by which delivered satisfies required
//	node, step        a question of the decision tree; one asked, with its answer
//	exchange          records leave the partition that they were read from
//	stage             operators that one distribution serves
//	group             records that must meet; a split group lies in several partitions
package planner
