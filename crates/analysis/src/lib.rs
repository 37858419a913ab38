//! Statistics over incidents: filters, policies, tables.
