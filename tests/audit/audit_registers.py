"""The registers that the tests of the auditor load: dataset to file under shared/reference."""

FILES = {
    "sipri": "sipri/trade-register.csv",
    "aiddata": "aiddata/cow_gcdf.csv",
    "gsdb": "gsdb/GSDB_V4.csv",
    "ideal_points": "unga/IdealpointestimatesAll_Apr2020.csv",
    "archigos": "leaders/archigos.parquet",
    "cow_nmc": "cow/cow_nmc.parquet",
    "cow_trade": "cow/cow_trade_ddy.parquet",
    "cow_igo": "cow/cow_igo_ndy.parquet",
    "atop": "cow/atop_alliance.parquet",
    "mids": "cow/cow_mid_ddydisps.parquet",
    "rivalries": "cow/tss_rivalries.parquet",
    "ucdp_conflict": "cow/ucdp_acd.parquet",
}
