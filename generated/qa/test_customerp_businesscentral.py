"""The laws of the flow `customerp_businesscentral`, as hypothesis tests. Run them with pytest.

Made by `flowc build`. Do not edit: change the document and build again.
"""

from runtime import laws

from ..flows import customerp_businesscentral as flow

# ---- contact_contacts_person ----


def test_contact_contacts_person_get_put() -> None:
    laws.prove(laws.get_put, flow.CONTACT_CONTACTS_PERSON)


def test_contact_contacts_person_put_get() -> None:
    laws.prove(laws.put_get, flow.CONTACT_CONTACTS_PERSON)


def test_contact_contacts_person_stability() -> None:
    laws.prove(laws.stability, flow.CONTACT_CONTACTS_PERSON)


def test_contact_contacts_person_convergence() -> None:
    laws.prove(laws.convergence, flow.CONTACT_CONTACTS_PERSON)


def test_contact_contacts_person_no_op() -> None:
    laws.prove(laws.no_op, flow.CONTACT_CONTACTS_PERSON)


# ---- customer_customers_company ----


def test_customer_customers_company_get_put() -> None:
    laws.prove(laws.get_put, flow.CUSTOMER_CUSTOMERS_COMPANY)


def test_customer_customers_company_put_get() -> None:
    laws.prove(laws.put_get, flow.CUSTOMER_CUSTOMERS_COMPANY)


def test_customer_customers_company_stability() -> None:
    laws.prove(laws.stability, flow.CUSTOMER_CUSTOMERS_COMPANY)


def test_customer_customers_company_convergence() -> None:
    laws.prove(laws.convergence, flow.CUSTOMER_CUSTOMERS_COMPANY)


def test_customer_customers_company_no_op() -> None:
    laws.prove(laws.no_op, flow.CUSTOMER_CUSTOMERS_COMPANY)


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


# ---- product_items ----


def test_product_items_get_put() -> None:
    laws.prove(laws.get_put, flow.PRODUCT_ITEMS)


def test_product_items_put_get() -> None:
    laws.prove(laws.put_get, flow.PRODUCT_ITEMS)


def test_product_items_stability() -> None:
    laws.prove(laws.stability, flow.PRODUCT_ITEMS)


def test_product_items_convergence() -> None:
    laws.prove(laws.convergence, flow.PRODUCT_ITEMS)


def test_product_items_no_op() -> None:
    laws.prove(laws.no_op, flow.PRODUCT_ITEMS)
