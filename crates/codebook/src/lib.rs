//! How codebook/ and gazetteer/ are written on disk, and how they are looked up.
