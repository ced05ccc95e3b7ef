// Package project sees the statements of all texts together: what each makes and reads, the order in
// which they are planned, what they declare to each other, and the graph of jobs and topics.
//
//	texts ─► Unit per statement ─► Project: names, needs, order, circles
//	                                  │
//	         Environment ◄────────────┘   what is known of a stream: flags > catalog file > cluster >
//	             │  ▲                      annotations > declarations, and views
//	             ▼  └── Declare, Remember  what planned statements add to it
//	           Graph
package project
