"""The laws of the flow `customerp_powerofficego`, as hypothesis tests. Run them with pytest.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime import laws

from ..flows import customerp_powerofficego as flow

# ---- contact_contactperson ----


def test_contact_contactperson_get_put() -> None:
    laws.prove(laws.get_put, flow.CONTACT_CONTACTPERSON)


def test_contact_contactperson_put_get() -> None:
    laws.prove(laws.put_get, flow.CONTACT_CONTACTPERSON)


def test_contact_contactperson_stability() -> None:
    laws.prove(laws.stability, flow.CONTACT_CONTACTPERSON)


def test_contact_contactperson_convergence() -> None:
    laws.prove(laws.convergence, flow.CONTACT_CONTACTPERSON)


def test_contact_contactperson_no_op() -> None:
    laws.prove(laws.no_op, flow.CONTACT_CONTACTPERSON)


# ---- customer_customers ----


def test_customer_customers_get_put() -> None:
    laws.prove(laws.get_put, flow.CUSTOMER_CUSTOMERS)


def test_customer_customers_put_get() -> None:
    laws.prove(laws.put_get, flow.CUSTOMER_CUSTOMERS)


def test_customer_customers_stability() -> None:
    laws.prove(laws.stability, flow.CUSTOMER_CUSTOMERS)


def test_customer_customers_convergence() -> None:
    laws.prove(laws.convergence, flow.CUSTOMER_CUSTOMERS)


def test_customer_customers_no_op() -> None:
    laws.prove(laws.no_op, flow.CUSTOMER_CUSTOMERS)


# ---- order_salesorders ----


def test_order_salesorders_get_put() -> None:
    laws.prove(laws.get_put, flow.ORDER_SALESORDERS)


def test_order_salesorders_put_get() -> None:
    laws.prove(laws.put_get, flow.ORDER_SALESORDERS)


def test_order_salesorders_stability() -> None:
    laws.prove(laws.stability, flow.ORDER_SALESORDERS)


def test_order_salesorders_convergence() -> None:
    laws.prove(laws.convergence, flow.ORDER_SALESORDERS)


def test_order_salesorders_no_op() -> None:
    laws.prove(laws.no_op, flow.ORDER_SALESORDERS)


def test_order_salesorders_following() -> None:
    laws.prove(laws.following, flow.ORDER_SALESORDERS)


# ---- product_product ----


def test_product_product_get_put() -> None:
    laws.prove(laws.get_put, flow.PRODUCT_PRODUCT)


def test_product_product_put_get() -> None:
    laws.prove(laws.put_get, flow.PRODUCT_PRODUCT)


def test_product_product_stability() -> None:
    laws.prove(laws.stability, flow.PRODUCT_PRODUCT)


def test_product_product_convergence() -> None:
    laws.prove(laws.convergence, flow.PRODUCT_PRODUCT)


def test_product_product_no_op() -> None:
    laws.prove(laws.no_op, flow.PRODUCT_PRODUCT)
